// A status of a run as tests know it.
#pragma once

#include "actors/watch/status.h"

namespace souk::tests {

/// Two nodes of a cluster, the second one lost.
inline actors::RunStatus KnownStatus() {
  actors::RunStatus status;
  status.run = {.scenario = "quickstart",
                .trace = "out/quickstart.h5",
                .phase = "running",
                .ticks_done = 17,
                .ticks_planned = 96,
                .page_views = 1200345,
                .seconds = 3.4,
                .ticks_per_second = 5,
                .page_views_per_second = 353042.5,
                .finished = false};
  status.cluster = {.recoveries = 2,
                    .last_recovery_seconds = 1.25,
                    .checkpoint_tick = 16,
                    .checkpoint_bytes = 1258291,
                    .nodes = {}};
  status.cluster.nodes = {
      {1, "node-1", "alpha", actors::NodeState::kServing, 2, 4, 1, 0.25,
       125829120, 52428800, 1048576, 3},
      {2, "node-2", "a-very-long-host", actors::NodeState::kLost, 16, 0, 0,
       12.5, 0, 999, 2048, 0}};
  return status;
}

}  // namespace souk::tests
