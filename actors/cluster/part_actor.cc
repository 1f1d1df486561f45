#include "actors/cluster/part_actor.h"

#include "actors/send.h"

namespace souk::actors {
namespace {

void Fail(caf::event_based_actor* self, const market::Error& error) {
  Answer(self, RecordingFailed{error.message});
}

}  // namespace

caf::behavior PartActor(caf::event_based_actor* self,
                        std::shared_ptr<PartSink> sink) {
  return {
      [self, sink](const RecordTick& order) {
        const auto recorded = sink->Record(order.rows);
        if (!recorded) return Fail(self, recorded.error());
        Answer(self, TickRecorded{});
      },
      [self, sink](const FlushPart& order) {
        const auto rows = sink->Flush();
        if (!rows) return Fail(self, rows.error());
        Answer(self, PartDurable{order.number, *rows});
      },
      [self, sink](const FinishPart&) {
        const auto finished = sink->Finish();
        if (!finished) return Fail(self, finished.error());
        Answer(self, PartComplete{});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace souk::actors
