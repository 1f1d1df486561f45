// From a complete and checked scenario to the market that it describes.
#pragma once

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

}  // namespace souk::scenarios
