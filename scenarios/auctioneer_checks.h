// Whether learned auctioneers fit the pages that they are to clear.
#pragma once

#include "market/market_spec.h"
#include "scenarios/faults.h"
#include "scenarios/model_shelf.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// `market` was built from the complete scenario. Every auctioneer is asked
/// about the fullest page of its channel.
void CheckAuctioneers(const Scenario& scenario,
                      const market::MarketSpec& market,
                      const ModelShelf& models, Faults& faults);

}  // namespace souk::scenarios
