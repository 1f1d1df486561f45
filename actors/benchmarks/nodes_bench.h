// What nodes cost: work W in one process with N threads beside the same work
// on N node processes of one thread each, started on this machine.
#pragma once

#include <optional>

#include "actors/benchmarks/contest.h"
#include "actors/run.h"

namespace souk::actors {

struct NodesOrder {
  size_t nodes = 2;
  size_t rounds = 5;
  double page_views = 2e7;  ///< of each contestant in a round, in 48 ticks
  RunObserver* observer = nullptr;
};

struct NodesFigures {
  Spread threads;  ///< page views per second of one process
  Spread nodes;    ///< the same of the node processes
  Spread ratio;    ///< nodes over threads, within rounds
  /// Bytes that the lead sent and received, in a tick, with so many page views
  /// and with a quarter of them.
  double bytes_per_tick = 0;
  double bytes_per_tick_quarter = 0;
  double page_views_per_tick = 0;
  /// Seconds of a tick in which next to nothing happens.
  Spread empty_tick_threads;
  Spread empty_tick_nodes;
  /// Seconds that a checkpoint takes from the run; it is made every two
  /// seconds.
  Spread checkpoint;
  double checkpoint_bytes = 0;
};

market::Result<NodesFigures> MeasureNodes(const NodesOrder& order);

}  // namespace souk::actors
