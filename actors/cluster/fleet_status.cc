#include "actors/cluster/fleet_work.h"

namespace souk::actors {
namespace {

NodeState StateOf(const Member& member) {
  switch (member.state) {
    case Member::State::kGreeted:
      return NodeState::kJoining;
    case Member::State::kServing:
      return NodeState::kServing;
    case Member::State::kLost:
      return NodeState::kLost;
  }
  return NodeState::kLost;
}

NodeStatus StatusOf(const Member& member) {
  NodeStatus node;
  node.number = member.number;
  node.name = member.hello.name;
  node.host = member.hello.host;
  node.state = StateOf(member);
  node.threads = member.hello.threads;
  node.silent_seconds = std::chrono::duration<double>(
                            std::chrono::steady_clock::now() - member.heard)
                            .count();
  node.memory_bytes = member.pulse.memory_bytes;
  node.bytes_in = member.pulse.bytes_in;
  node.bytes_out = member.pulse.bytes_out;
  node.restored = member.restored;
  return node;
}

}  // namespace

void ShowStatus(FleetSelf* self) {
  const FleetState& state = self->state;
  if (!state.order.show) return;
  ClusterStatus status;
  status.recoveries = state.recovered;
  status.last_recovery_seconds = state.last_recovery_seconds;
  status.checkpoint_tick = state.checkpoint_tick;
  status.checkpoint_bytes = state.checkpoint_bytes;
  for (const Member& member : state.members) {
    status.nodes.push_back(StatusOf(member));
  }
  for (uint32_t seat = 0; seat < state.book->size(); ++seat) {
    const uint32_t carrier = state.book->carrier(seat);
    if (carrier == kNobody) continue;
    NodeStatus& node = status.nodes[carrier];
    ++(seat < state.order.spec->cells ? node.cells : node.desks);
  }
  state.order.show(status);
}

}  // namespace souk::actors
