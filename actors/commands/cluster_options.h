// How `souk run` and `souk resume` get nodes: started on this machine, started
// through SSH, started by a launcher such as srun, or joining by themselves.
#pragma once

#include <memory>
#include <optional>

#include "actors/cluster/run_cluster.h"
#include "actors/commands/options.h"
#include "actors/launch/doors.h"
#include "actors/launch/role.h"

namespace souk::actors {

/// --local-nodes, --cluster, --nodes, --listen, --secret-file, --node-threads,
/// --lost-after, --desks.
void AddClusterOptions(boost::program_options::options_description& options);

/// A run with nodes, before the run itself is known.
struct ClusterSetup {
  size_t nodes_wanted = 0;
  uint32_t own_threads = 0;
  size_t desks = 0;
  std::chrono::milliseconds lost_after{3000};
  ClusterDoor door;
  std::shared_ptr<OwnNodes> own_nodes;  ///< null: others start them
  std::string rendezvous;  ///< folder, removed with the setup; empty: none

  ClusterSetup() = default;
  ClusterSetup(ClusterSetup&&) = default;
  ClusterSetup& operator=(ClusterSetup&&) = default;
  ~ClusterSetup();
};

/// Nothing for a run without nodes. `trace`: where it will lie. An Error says
/// which option makes no sense, or what is wrong with a file.
market::Result<std::optional<ClusterSetup>> SetUpCluster(
    const Arguments& arguments, const Role& role, const std::string& trace);

}  // namespace souk::actors
