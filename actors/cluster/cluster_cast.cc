#include "actors/cluster/cluster_cast.h"

namespace souk::actors {
namespace {

using market::Result;

/// What all seats start from: fresh, or what the run has come to.
std::vector<SeatState> SeatStates(const RunRequest& request, const Desks& desks,
                                  const std::vector<uint32_t>& desk_lines) {
  std::vector<SeatState> states(request.spec->cells);
  const size_t parts = desk_lines.empty() ? 0 : desk_lines.size() - 1;
  states.resize(states.size() + parts);
  if (!request.resume) return states;
  const scenarios::CellStates& cells = request.resume->cells;
  for (size_t cell = 0; cell < request.spec->cells; ++cell) {
    states[cell] = {0, cells.users[cell], cells.platforms[cell]};
  }
  for (size_t desk = 0; desk < parts; ++desk) {
    market::ArchiveWriter out;
    desks.bidders->Save(out, {desk_lines[desk], desk_lines[desk + 1]});
    states[request.spec->cells + desk] = {0, out.Take(), {}};
  }
  return states;
}

}  // namespace

std::vector<uint32_t> CutDesk(uint32_t lines, size_t desks) {
  const auto parts = static_cast<uint32_t>(std::min<size_t>(desks, lines));
  std::vector<uint32_t> first;
  for (uint32_t part = 0; parts > 0 && part <= parts; ++part) {
    first.push_back(static_cast<uint32_t>(uint64_t{lines} * part / parts));
  }
  return first;
}

Prepare PrepareFrom(std::shared_ptr<const market::MarketSpec> spec,
                    std::string fingerprint, MakePart make_part) {
  return [=](const Welcome& welcome) {
    return Prepared{spec, make_part(welcome), fingerprint, ""};
  };
}

Result<ClusterCast> SpawnClusterCast(caf::actor_system& system,
                                     const RunRequest& request,
                                     const ClusterRequest& cluster,
                                     const caf::actor& console) {
  Result<Desks> desks = MakeDesks(request);
  if (!desks) return desks.error();
  const auto lines = static_cast<uint32_t>(request.spec->lines.size());
  FleetOrder order{
      .spec = request.spec,
      .scenario_text = cluster.scenario_text,
      .fingerprint = cluster.fingerprint,
      .nodes_wanted = cluster.nodes_wanted,
      .states = {},
      .desk_lines = CutDesk(lines, cluster.desks),
      .trace = cluster.trace,
      .first_number = cluster.first_part,
      .old_parts = cluster.old_parts,
      .lost_after = cluster.lost_after,
      .sever = cluster.sever,
      .show = cluster.show,
      .console = console,
  };
  order.states = SeatStates(request, *desks, order.desk_lines);
  const bool desk_is_cut = !order.desk_lines.empty();
  const std::string fingerprint = order.fingerprint;
  ClusterCast spawned;
  spawned.fleet = system.spawn(FleetActor, std::move(order));
  Cast cast;
  cast.console = console;
  cast.cells = spawned.fleet;
  if (desk_is_cut) cast.bidders = spawned.fleet;
  spawned.clock = CompleteCast(system, request, *desks, std::move(cast));
  HostOrder own;
  own.hello.name = "lead";
  own.hello.threads = cluster.own_threads;
  own.hello.is_lead = 1;
  own.prepare = PrepareFrom(request.spec, fingerprint, cluster.make_part);
  own.lead = own.owner = spawned.fleet;
  own.measure = OwnPulse;
  system.spawn(HostActor, std::move(own));
  return spawned;
}

}  // namespace souk::actors
