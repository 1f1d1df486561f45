// Building the cast of a run: kernels first, then an actor around each.
#pragma once

#include <memory>
#include <vector>

#include "actors/clock_actor.h"
#include "actors/run.h"
#include "agents/advertisers_desk.h"
#include "agents/bidders_desk.h"
#include "market/audience.h"
#include "market/exchange.h"

namespace souk::actors {

struct Desks {
  std::shared_ptr<agents::AdvertisersDesk> advertisers;
  std::shared_ptr<agents::BiddersDesk> bidders;
};

struct Kernels : Desks {
  std::vector<std::shared_ptr<market::Audience>> users;      ///< by cell
  std::vector<std::shared_ptr<market::Exchange>> platforms;  ///< by cell
};

/// Fresh kernels, or restored from request.resume. An Error: a strategy whose
/// parameters do not fit, or a state that is not of this scenario.
market::Result<Kernels> MakeKernels(const RunRequest& request);

/// The same without the cells.
market::Result<Desks> MakeDesks(const RunRequest& request);

/// Spawns whoever is still missing in `cast`: the desks, the Recorder and the
/// Clock, which is returned and waits for StartRun.
caf::actor CompleteCast(caf::actor_system& system, const RunRequest& request,
                        const Desks& desks, Cast cast);

/// Spawns everybody.
caf::actor SpawnCast(caf::actor_system& system, const RunRequest& request,
                     Kernels kernels, const caf::actor& console);

}  // namespace souk::actors
