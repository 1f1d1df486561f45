#include "actors/recorder_actor.h"

#include "actors/send.h"

namespace souk::actors {
namespace {

template <class Fact>
void Report(caf::event_based_actor* self, const market::Result<void>& result,
            Fact fact) {
  if (result.ok()) {
    Answer(self, fact);
  } else {
    Answer(self, RecordingFailed{result.error().message});
  }
}

}  // namespace

caf::behavior RecorderActor(caf::event_based_actor* self, RunSink* sink) {
  return {
      [self, sink](const RecordTick& order) {
        Report(self, sink->Record(order.rows), TickRecorded{});
      },
      [self, sink](const FlushRows& order) {
        Report(self, sink->FlushRows(order.ticks_done), RowsFlushed{});
      },
      [self, sink](const KeepState& order) {
        sink->SetParts(order.parts);
        Report(self, sink->Keep(*order.state), StateKept{});
      },
      [self, sink](const FinishTrace& order) {
        sink->SetParts(order.parts);
        Report(self, sink->Finish(order.ticks_done), TraceFinished{});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace souk::actors
