// The cast of a cluster run: Clock, desks and Recorder as in every run, and a
// Fleet in the place of Cells.
#pragma once

#include "actors/cast.h"
#include "actors/cluster/fleet_actor.h"
#include "actors/cluster/pulse_actor.h"

namespace souk::actors {

/// What the lead adds to a RunRequest.
struct ClusterRequest {
  std::string scenario_text;  ///< expanded
  std::string fingerprint;    ///< of its manifest
  std::string trace;          ///< absolute path
  size_t nodes_wanted = 0;    ///< that join before the run begins
  uint32_t own_threads = 0;   ///< that the lead offers for cells
  size_t desks = 0;  ///< seats of the bidders' desk; 0: it stays with the lead
  uint32_t first_part = 1;
  TraceParts old_parts;
  MakePart make_part;  ///< of the cells that the lead carries itself
  std::chrono::milliseconds lost_after{3000};
  std::function<void(const caf::actor&)> sever = [](const caf::actor&) {};
  std::function<void(const ClusterStatus&)> show = {};  ///< see FleetOrder
};

struct ClusterCast {
  caf::actor clock;
  caf::actor fleet;  ///< nodes say hello to it
};

/// An Error: parameters of strategies, or a state that does not fit.
market::Result<ClusterCast> SpawnClusterCast(caf::actor_system& system,
                                             const RunRequest& request,
                                             const ClusterRequest& cluster,
                                             const caf::actor& console);

/// First lines of `desks` parts of about equal size, and the end; none of
/// them is empty.
std::vector<uint32_t> CutDesk(uint32_t lines, size_t desks);

/// How a process without files of its own prepares: the market is there, and
/// parts go to `make_part`.
Prepare PrepareFrom(std::shared_ptr<const market::MarketSpec> spec,
                    std::string fingerprint, MakePart make_part);

}  // namespace souk::actors
