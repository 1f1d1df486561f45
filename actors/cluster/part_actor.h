// Part: writes the rows of a node's cells, on a thread of its own because
// disks block. The Host keeps a bounded number of orders in its mailbox.
//
//   Host -- RecordTick --> Part -- TickRecorded    --> Host
//   Host -- FlushPart  --> Part -- PartDurable     --> Host
//   Host -- FinishPart --> Part -- PartComplete    --> Host
//   any failure:           Part -- RecordingFailed --> Host
#pragma once

#include "actors/cluster/part_sink.h"
#include "actors/messages.h"

namespace souk::actors {

struct FlushPart {
  uint64_t number = 0;  ///< of the checkpoint
};
struct PartDurable {
  uint64_t number = 0;
  results::RowCounts rows = {};
};
struct FinishPart {};
struct PartComplete {};

caf::behavior PartActor(caf::event_based_actor* self,
                        std::shared_ptr<PartSink> sink);

}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::FlushPart)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PartDurable)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::FinishPart)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PartComplete)
