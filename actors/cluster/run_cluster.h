// The lead of a cluster: a run whose cells are carried by nodes.
#pragma once

#include "actors/cluster/cluster_cast.h"
#include "actors/network/identity.h"
#include "actors/network/network.h"
#include "actors/run.h"

namespace souk::actors {

/// Where nodes come from.
struct ClusterDoor {
  Endpoint listen{"127.0.0.1", 0};  ///< port 0: any
  ClusterIdentity identity;
  /// Called once the port is open, with the address that nodes dial.
  std::function<market::Result<void>(const Endpoint& lead)> opened;
};

/// Runs with nodes, to the end or a stop. Without a door the lead carries all
/// cells itself. An Error is the sink's, the scenario's or the port's.
market::Result<RunEnd> RunCluster(const RunRequest& request,
                                  ClusterRequest cluster,
                                  const std::optional<ClusterDoor>& door);

}  // namespace souk::actors
