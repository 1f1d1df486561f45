// A node: offers its cores to a lead until the lead's run is over.
#pragma once

#include <chrono>
#include <string>

#include "actors/network/identity.h"
#include "actors/network/network.h"
#include "actors/run.h"

namespace souk::actors {

struct NodePlan {
  Endpoint lead;
  ClusterIdentity identity;
  std::string name;
  uint32_t threads = 1;
  /// Where its parts of the trace go; empty: beside the lead's trace, in a
  /// folder that both see.
  std::string trace_dir;
  /// How long it tries to reach a lead, at first and after it lost one.
  std::chrono::seconds patience{60};
};

enum class NodeEnd : uint8_t { kRunIsOver, kStopped };

/// Joins, serves, joins again when the lead has given it up. An Error: no lead
/// within the patience, or the lead does not want this node.
market::Result<NodeEnd> RunNode(const NodePlan& plan, RunObserver& observer);

}  // namespace souk::actors
