// What can be seen of a run while it goes on: plain figures, filled by whoever
// leads the run, shown by the metrics endpoint and by `souk top`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace souk::actors {

enum class NodeState : uint8_t { kJoining, kServing, kLost };

/// "joining", "serving" or "lost".
std::string NameOf(NodeState state);

/// One incarnation of a node.
struct NodeStatus {
  uint32_t number = 0;
  std::string name = {};  ///< of its own in the run: "node-2", "local"
  std::string host = {};
  NodeState state = NodeState::kJoining;
  uint32_t threads = 0;
  uint32_t cells = 0;
  uint32_t desks = 0;         ///< parts of the bidders' desk
  double silent_seconds = 0;  ///< since it was heard
  uint64_t memory_bytes = 0;  ///< resident
  uint64_t bytes_in = 0;      ///< from the lead
  uint64_t bytes_out = 0;     ///< to the lead
  uint32_t restored = 0;      ///< seats of lost nodes that it took over
};

/// Seconds, rates and page views are those of the leading process; a run that
/// was resumed begins again at 0.
struct RunProgress {
  std::string scenario = {};  ///< its name
  std::string trace = {};     ///< path
  std::string phase = {};     ///< a word or two: "running", "waiting for nodes"
  uint32_t ticks_done = 0;
  uint32_t ticks_planned = 0;
  int64_t page_views = 0;
  double seconds = 0;  ///< since the process began to run ticks
  double ticks_per_second = 0;
  double page_views_per_second = 0;
  bool finished = false;  ///< over, whether complete or not
};

/// Where the run is carried. Without a cluster: one node, "local".
struct ClusterStatus {
  uint32_t recoveries = 0;           ///< completed
  double last_recovery_seconds = 0;  ///< from the loss to the last replay
  uint32_t checkpoint_tick = 0;      ///< first tick after it; 0: none yet
  uint64_t checkpoint_bytes = 0;
  std::vector<NodeStatus> nodes = {};  ///< by number
};

struct RunStatus {
  RunProgress run = {};
  ClusterStatus cluster = {};
};

/// Seconds until the last tick at the present rate; negative: unknown.
double SecondsLeft(const RunProgress& run);

}  // namespace souk::actors
