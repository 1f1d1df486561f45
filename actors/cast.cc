#include "actors/cast.h"

#include "actors/cells_actor.h"
#include "actors/desk_actors.h"
#include "actors/message_log.h"
#include "actors/recorder_actor.h"
#include "scenarios/sequential_run.h"

namespace souk::actors {
namespace {

using market::CellId;
using market::Result;
using scenarios::RestoreFrom;
using scenarios::RunState;

market::Error DoesNotFit() {
  return {"the checkpoint does not fit the scenario"};
}

bool Restore(const market::MarketSpec& spec, const RunState& state,
             const Desks& desks) {
  return state.next_tick <= spec.calendar.ticks() &&
         state.cells.users.size() == spec.cells &&
         state.cells.platforms.size() == spec.cells &&
         RestoreFrom(state.advertisers, *desks.advertisers) &&
         RestoreFrom(state.bidders, *desks.bidders);
}

bool Restore(const scenarios::CellStates& states, const Kernels& kernels) {
  for (size_t cell = 0; cell < kernels.users.size(); ++cell) {
    if (!RestoreFrom(states.users[cell], *kernels.users[cell]) ||
        !RestoreFrom(states.platforms[cell], *kernels.platforms[cell])) {
      return false;
    }
  }
  return true;
}

bool Testing(caf::actor_system& system) {
  return caf::get_or(system.config(), "scheduler.policy",
                     caf::atom("sharing")) == caf::atom("testing");
}

/// Tells the message log who is who.
void Introduce(const Cast& cast) {
  MessageLog* const log = MessageLog::active();
  if (log == nullptr) return;
  log->Introduce(cast.console.id(), "console");
  log->Introduce(cast.advertisers.id(), "advertisers");
  log->Introduce(cast.bidders.id(), "bidders");
  log->Introduce(cast.recorder.id(), "recorder");
  log->Introduce(cast.cells.id(), "cells");
}

}  // namespace

Result<Desks> MakeDesks(const RunRequest& request) {
  const auto& spec = request.spec;
  Result<agents::BiddersDesk> bidders = agents::BiddersDesk::Make(*spec);
  if (!bidders) return bidders.error();
  Desks desks;
  desks.bidders =
      std::make_shared<agents::BiddersDesk>(std::move(bidders).value());
  desks.advertisers = std::make_shared<agents::AdvertisersDesk>(
      *spec, scenarios::CellShares(*spec));
  if (request.resume && !Restore(*spec, *request.resume, desks)) {
    return DoesNotFit();
  }
  return desks;
}

Result<Kernels> MakeKernels(const RunRequest& request) {
  const auto& spec = request.spec;
  Result<Desks> desks = MakeDesks(request);
  if (!desks) return desks.error();
  Kernels kernels{std::move(desks).value(), {}, {}};
  for (size_t cell = 0; cell < spec->cells; ++cell) {
    kernels.users.push_back(
        std::make_shared<market::Audience>(spec, CellId(cell)));
    kernels.platforms.push_back(
        std::make_shared<market::Exchange>(spec, CellId(cell)));
  }
  if (request.resume && !Restore(request.resume->cells, kernels)) {
    return DoesNotFit();
  }
  return kernels;
}

caf::actor CompleteCast(caf::actor_system& system, const RunRequest& request,
                        const Desks& desks, Cast cast) {
  cast.advertisers = system.spawn(AdvertisersActor, desks.advertisers);
  if (!cast.bidders) cast.bidders = system.spawn(BiddersActor, desks.bidders);
  // Disks block: a thread of its own, except where a test steps every actor.
  cast.recorder = Testing(system) ? system.spawn(RecorderActor, request.sink)
                                  : system.spawn<caf::detached>(RecorderActor,
                                                                request.sink);
  Introduce(cast);
  const uint32_t first = request.resume ? request.resume->next_tick : 0;
  const caf::actor clock =
      system.spawn(ClockActor, request.spec, std::move(cast),
                   TickRange{first, request.until.after_tick});
  if (MessageLog* const log = MessageLog::active()) {
    log->Introduce(clock.id(), "clock");
  }
  return clock;
}

caf::actor SpawnCast(caf::actor_system& system, const RunRequest& request,
                     Kernels kernels, const caf::actor& console) {
  std::vector<CellPair> cells;
  for (uint32_t cell = 0; cell < request.spec->cells; ++cell) {
    cells.push_back(SpawnCell(system, cell,
                              {kernels.users[cell], kernels.platforms[cell]}));
  }
  Cast cast;
  cast.console = console;
  cast.cells = system.spawn(CellsActor, std::move(cells));
  return CompleteCast(system, request, kernels, std::move(cast));
}

}  // namespace souk::actors
