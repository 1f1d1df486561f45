// Doors of a lead that starts its nodes by itself. The cluster lives as long as
// the run: its certificates are made here, and nodes read the secret from their
// standard input.
#pragma once

#include <memory>

#include "actors/cluster/run_cluster.h"
#include "actors/launch/nodes.h"
#include "scenarios/hosts.h"

namespace souk::actors {

/// A door, and the processes that come in by it, which it waits for a little
/// and then ends.
class OwnNodes {
 public:
  /// `local.order.lead` and its secret are filled in.
  static market::Result<OwnNodes> Local(LocalNodes local);
  static market::Result<OwnNodes> Remote(const scenarios::HostsSpec& hosts);

  OwnNodes(OwnNodes&&) = default;
  OwnNodes& operator=(OwnNodes&&) = default;
  ~OwnNodes();

  const ClusterDoor& door() const { return door_; }

 private:
  OwnNodes() = default;

  ClusterDoor door_;
  std::shared_ptr<std::unique_ptr<Nodes>> nodes_;
};

}  // namespace souk::actors
