#include "actors/commands/run_with_nodes.h"

#include <spdlog/fmt/fmt.h>

#include <filesystem>
#include <iostream>

#include "actors/cluster/part_trace.h"
#include "actors/commands/serve_as_node.h"
#include "actors/launch/rendezvous.h"
#include "actors/log.h"
#include "actors/manifest_of.h"
#include "actors/network/traffic.h"

namespace souk::actors {
namespace {

ClusterRequest RequestOf(const RunOrder& order) {
  TraceSink& sink = *order.sink;
  const auto manifest = ManifestOf(*order.spec, order.scenario_text);
  ClusterRequest request;
  request.scenario_text = order.scenario_text;
  request.fingerprint = MarketFingerprint(manifest, order.files);
  request.trace = std::filesystem::absolute(sink.path()).string();
  request.first_part = sink.NextPartNumber();
  request.old_parts = sink.parts();
  request.make_part = [trace = request.trace,
                       manifest](const Welcome& welcome) {
    return std::make_shared<PartTrace>(trace, welcome.node, manifest);
  };
  if (StatusBoard* const board = order.watch->board()) {
    request.show = [board](const ClusterStatus& status) {
      board->PostCluster(status);
    };
  }
  return request;
}

/// "lead: 1.28 MB on the wire, 4471 bytes a tick, 0.84 a page view".
void TellTraffic(const RunEnd& end, const RunOrder& order) {
  const Traffic& traffic = TrafficOfProcess();
  const auto bytes = static_cast<double>(traffic.bytes_in + traffic.bytes_out);
  const uint32_t first = order.resume ? order.resume->next_tick : 0;
  const double ticks = std::max(1U, end.ticks_done - first);
  LogLine({"lead", end.ticks_done},
          fmt::format("{:.2f} MB on the wire, {:.0f} bytes a tick, {:.3g} a "
                      "page view",
                      bytes / 1e6, bytes / ticks,
                      bytes / std::max<double>(
                                  1, static_cast<double>(end.page_views))));
}

}  // namespace

market::Result<RunEnd> RunWithNodes(const RunOrder& order,
                                    const RunRequest& request) {
  const ClusterSetup& setup = *order.cluster;
  ClusterRequest cluster = RequestOf(order);
  cluster.nodes_wanted = setup.nodes_wanted;
  cluster.own_threads = setup.own_threads;
  cluster.desks = setup.desks;
  cluster.lost_after = setup.lost_after;
  const auto end = RunCluster(request, std::move(cluster), setup.door);
  if (end) TellTraffic(*end, order);
  return end;
}

market::Result<RunEnd> RunWithoutNodes(const RunOrder& order,
                                       const RunRequest& request,
                                       uint32_t threads) {
  ClusterRequest alone = RequestOf(order);
  alone.own_threads = threads;
  return RunCluster(request, std::move(alone), std::nullopt);
}

std::optional<Role> FindRole(const std::string& command, int& exit_code) {
  auto role = RoleOf(CurrentEnvironment(), {}, UsableProcessors());
  if (role) return *role;
  std::cerr << "souk " << command << ": " << role.error().message << "\n";
  exit_code = kWrongInput;
  return std::nullopt;
}

int ServeLaunchedLead(const Role& role, const std::string& trace) {
  const auto fail = [](const market::Error& error) {
    std::cerr << "souk: " << error.message << "\n";
    return kRunFailed;
  };
  const auto meeting = AwaitRendezvous(RendezvousFolder(trace, role));
  if (!meeting) return fail(meeting.error());
  const auto lead = ParseEndpoint(meeting->lead);
  if (!lead) return fail(lead.error());
  const auto identity = ReadIdentity(meeting->secret_file);
  if (!identity) return fail(identity.error());
  NodePlan plan;
  plan.lead = *lead;
  plan.identity = *identity;
  plan.name = market::Concat("rank-", role.rank);
  plan.threads = role.threads;
  return ServeAsNode(plan);
}

}  // namespace souk::actors
