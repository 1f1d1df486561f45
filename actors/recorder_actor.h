// Recorder: one actor around a RunSink, on a thread of its own because disks
// block. The Clock keeps at most two ticks of rows in its mailbox.
//
//   Clock -- RecordTick  --> Recorder -- TickRecorded  --> Clock
//   Clock -- FlushRows   --> Recorder -- RowsFlushed   --> Clock
//   Clock -- KeepState   --> Recorder -- StateKept     --> Clock
//   Clock -- FinishTrace --> Recorder -- TraceFinished --> Clock
//   any failure:             Recorder -- RecordingFailed --> Clock
#pragma once

#include "actors/messages.h"
#include "actors/run_sink.h"

namespace souk::actors {

caf::behavior RecorderActor(caf::event_based_actor* self, RunSink* sink);

}  // namespace souk::actors
