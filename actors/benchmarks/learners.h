// A market's bidders made to learn: all of them plan by one network.
#pragma once

#include <cstdint>
#include <memory>

#include "market/market_spec.h"

namespace souk::actors {

/// A model of iql's, as if trained: the 16 numbers of AuctionNet through 128
/// and 64 hidden units to a coefficient around 1.
std::shared_ptr<const market::TrainedModel> RandomPolicy(uint64_t seed);

/// Every campaign bids by `model`, whose weights they share.
void MakeLearners(std::shared_ptr<const market::TrainedModel> model,
                  market::MarketSpec& spec);

}  // namespace souk::actors
