// From a complete and checked scenario to the market that it describes.
#pragma once

#include "agents/planners/planner.h"
#include "agents/strategy.h"
#include "market/market_spec.h"
#include "scenarios/model_shelf.h"
#include "scenarios/replay_log.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// `log` is read only if the traffic is a replay.
market::MarketSpec BuildMarket(const Scenario& scenario, const LoggedPages& log,
                               const ModelShelf& models);

/// What a strategy of `campaign` knows from the start.
agents::LineFacts FactsOf(const Scenario& scenario,
                          const Advertiser& advertiser,
                          const Campaign& campaign);

/// What its planner knows from the start, but for the names of draws and the
/// model. Channels that do not exist are left out.
agents::CampaignFacts PlannerFactsOf(const Scenario& scenario,
                                     const Advertiser& advertiser,
                                     const Campaign& campaign);

}  // namespace souk::scenarios
