#include "actors/cast.h"

#include "actors/cells_actor.h"
#include "actors/desk_actors.h"
#include "actors/message_log.h"
#include "actors/recorder_actor.h"
#include "scenarios/sequential_run.h"

namespace souk::actors {
namespace {

using market::CellId;
using market::Concat;
using market::Error;
using market::Result;
using scenarios::RestoreFrom;
using scenarios::RunState;

bool Restore(const market::MarketSpec& spec, const RunState& state,
             Kernels& kernels) {
  bool fits = state.next_tick <= spec.calendar.ticks() &&
              state.cells.users.size() == kernels.users.size() &&
              state.cells.platforms.size() == kernels.platforms.size() &&
              RestoreFrom(state.advertisers, *kernels.advertisers) &&
              RestoreFrom(state.bidders, *kernels.bidders);
  for (size_t cell = 0; fits && cell < kernels.users.size(); ++cell) {
    fits = RestoreFrom(state.cells.users[cell], *kernels.users[cell]) &&
           RestoreFrom(state.cells.platforms[cell], *kernels.platforms[cell]);
  }
  kernels.first_tick = state.next_tick;
  return fits;
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

Result<Kernels> MakeKernels(const RunRequest& request) {
  const auto& spec = request.spec;
  Result<agents::BiddersDesk> bidders = agents::BiddersDesk::Make(*spec);
  if (!bidders) return bidders.error();
  Kernels kernels;
  kernels.bidders =
      std::make_shared<agents::BiddersDesk>(std::move(bidders).value());
  kernels.advertisers = std::make_shared<agents::AdvertisersDesk>(
      *spec, scenarios::CellShares(*spec));
  for (size_t cell = 0; cell < spec->cells; ++cell) {
    kernels.users.push_back(
        std::make_shared<market::Audience>(spec, CellId(cell)));
    kernels.platforms.push_back(
        std::make_shared<market::Exchange>(spec, CellId(cell)));
  }
  if (request.resume && !Restore(*spec, *request.resume, kernels)) {
    return Error{"the checkpoint does not fit the scenario"};
  }
  return kernels;
}

caf::actor SpawnCast(caf::actor_system& system, const RunRequest& request,
                     Kernels kernels, const caf::actor& console) {
  Cast cast;
  cast.console = console;
  cast.advertisers = system.spawn(AdvertisersActor, kernels.advertisers);
  cast.bidders = system.spawn(BiddersActor, kernels.bidders);
  std::vector<CellPair> cells;
  for (uint32_t cell = 0; cell < request.spec->cells; ++cell) {
    cells.push_back(SpawnCell(system, cell,
                              {kernels.users[cell], kernels.platforms[cell]}));
  }
  cast.cells = system.spawn(CellsActor, std::move(cells));
  // Disks block: a thread of its own, except where a test steps every actor.
  cast.recorder = Testing(system) ? system.spawn(RecorderActor, request.sink)
                                  : system.spawn<caf::detached>(RecorderActor,
                                                                request.sink);
  Introduce(cast);
  const caf::actor clock =
      system.spawn(ClockActor, request.spec, std::move(cast),
                   TickRange{kernels.first_tick, request.until.after_tick});
  if (MessageLog* const log = MessageLog::active()) {
    log->Introduce(clock.id(), "clock");
  }
  return clock;
}

}  // namespace souk::actors
