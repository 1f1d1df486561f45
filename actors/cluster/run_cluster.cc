#include "actors/cluster/run_cluster.h"

#include "actors/cluster/part_trace.h"
#include "actors/follow_run.h"
#include "actors/send.h"
#include "actors/system_configuration.h"

namespace souk::actors {

using market::Result;

namespace {

constexpr std::chrono::seconds kFarewell{5};

/// Nodes leave before the network goes.
void AwaitEnd(caf::scoped_actor& console, const caf::actor& fleet) {
  console->monitor(fleet);
  bool over = false;
  const auto deadline = std::chrono::steady_clock::now() + kFarewell;
  while (!over && std::chrono::steady_clock::now() < deadline) {
    console->receive(
        [&](const caf::down_msg& down) { over = down.source == fleet; },
        [](const RunProgressed&) {}, [](const NewsFromNodes&) {},
        [](const StillWaiting&) {},
        caf::after(std::chrono::milliseconds(100)) >> [] {});
  }
}

}  // namespace

Result<RunEnd> RunCluster(const RunRequest& request, ClusterRequest cluster,
                          const std::optional<ClusterDoor>& door) {
  KeepFreedMemory();
  SystemConfiguration configuration(std::max(cluster.own_threads, 1U));
  AddNetwork(configuration);
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  std::optional<Network> network;
  if (door) {
    network.emplace(system, door->identity, NewsTo(console));
    cluster.sever = [&](const caf::actor& peer) { network->Disconnect(peer); };
  }
  const auto cast = SpawnClusterCast(system, request, cluster, console);
  if (!cast) return cast.error();
  const auto open = [&]() -> Result<void> {
    if (!door) return {};
    const Result<uint16_t> port = network->Listen(door->listen, cast->fleet);
    if (!port) return port.error();
    return door->opened({door->listen.host, *port});
  };
  const Result<void> opened = open();
  const RunEnded end = opened ? FollowRun(console, cast->clock, request)
                              : RunEnded{0, opened.error().message, 0};
  Send(console.ptr(), cast->clock, Leave{});
  AwaitEnd(console, cast->fleet);
  return EndOf(end, request);
}

}  // namespace souk::actors
