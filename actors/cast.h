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

struct Kernels {
  std::shared_ptr<agents::AdvertisersDesk> advertisers;
  std::shared_ptr<agents::BiddersDesk> bidders;
  std::vector<std::shared_ptr<market::Audience>> users;      ///< by cell
  std::vector<std::shared_ptr<market::Exchange>> platforms;  ///< by cell
  uint32_t first_tick = 0;
};

/// Fresh kernels, or restored from request.resume. An Error: a strategy whose
/// parameters do not fit, or a state that is not of this scenario.
market::Result<Kernels> MakeKernels(const RunRequest& request);

/// Spawns everybody and returns the Clock, which waits for StartRun.
caf::actor SpawnCast(caf::actor_system& system, const RunRequest& request,
                     Kernels kernels, const caf::actor& console);

}  // namespace souk::actors
