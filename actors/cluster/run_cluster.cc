#include "actors/cluster/run_cluster.h"

#include "actors/cluster/part_trace.h"
#include "actors/follow_run.h"
#include "actors/send.h"
#include "actors/system_configuration.h"

namespace souk::actors {

using market::Error;
using market::Result;

Result<RunEnd> RunCluster(const RunRequest& request, ClusterRequest cluster,
                          const std::optional<ClusterDoor>& door) {
  KeepFreedMemory();
  SystemConfiguration configuration(std::max(cluster.own_threads, 1U));
  AddNetwork(configuration);
  caf::actor_system system(configuration);
  std::optional<Network> network;
  if (door) {
    network.emplace(system, door->identity, [&](const std::string& line) {
      request.observer->Notice(line);
    });
    cluster.sever = [&](const caf::actor& peer) { network->Sever(peer); };
  }
  caf::scoped_actor console(system);
  const auto cast = SpawnClusterCast(system, request, cluster, console);
  if (!cast) return cast.error();
  if (door) {
    const Result<uint16_t> port = network->Listen(door->listen, cast->fleet);
    if (!port) return port.error();
    door->opened({door->listen.host, *port});
  }
  const RunEnded end = FollowRun(console, cast->clock, request);
  Send(console.ptr(), cast->clock, Leave{});
  if (!end.failure.empty()) return Error{end.failure};
  return RunEnd{end.ticks_done,
                end.ticks_done == request.spec->calendar.ticks()};
}

}  // namespace souk::actors
