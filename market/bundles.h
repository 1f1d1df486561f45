// Bundles: which lines may share a slot, and what their users do.
//
// Two lines form a bundle if one's advertiser is a brand, the other's a store
// and the scenario relates them. Both get one look and one click; each pays its
// own price.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/auction.h"
#include "market/market_spec.h"
#include "market/traffic.h"

namespace souk::market {

/// The bundles of `lines` (of one channel, ascending), by position in `lines`;
/// ascending by (brand, store).
std::vector<Bundle> BundlesAmong(const MarketSpec& spec,
                                 std::span<const uint32_t> lines);

/// For each line: how many bundles of its channel hold a line of its
/// advertiser; 0 where the channel is not joint.
std::vector<int64_t> BundlesOfAdvertiser(const MarketSpec& spec);

/// Rates of an ad that shows both members: the mean of their click rates, and
/// of their conversions per examined view.
Rates SharedRates(const Rates& brand, const Rates& store);

}  // namespace souk::market
