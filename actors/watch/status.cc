#include "actors/watch/status.h"

namespace souk::actors {

std::string NameOf(NodeState state) {
  switch (state) {
    case NodeState::kJoining:
      return "joining";
    case NodeState::kServing:
      return "serving";
    case NodeState::kLost:
      return "lost";
  }
  return "";
}

double SecondsLeft(const RunProgress& run) {
  if (run.finished || run.ticks_done >= run.ticks_planned) return 0;
  if (run.ticks_per_second <= 0) return -1;
  return (run.ticks_planned - run.ticks_done) / run.ticks_per_second;
}

}  // namespace souk::actors
