// What any bid would have got a candidate of one auction, with everybody else
// as they were: the steps of its bid landscape.
#pragma once

#include <cstdint>
#include <vector>

#include "market/auction.h"

namespace souk::market {

/// A range of bids that win the same slots and events, up to the next step.
struct LandscapeStep {
  double bid = 0;               ///< least of them, whole micro-units
  std::vector<uint32_t> slots;  ///< ascending; empty: none
  double events = 0;            ///< expected charged events in all
  /// Micro-units per expected event at the least bid; 0 without events. Within
  /// a step it moves only where one's own bid sets it.
  double price = 0;
};

/// Ascending from bid 0 to 2^52. Exact to the micro-unit if bids that win the
/// same do so in between, as in every mechanism of the registry, in which
/// a higher bid never loses; otherwise steps may be missing. A step is found in
/// about 52 clearings.
std::vector<LandscapeStep> BidLandscape(const Mechanism& mechanism,
                                        const Auction& auction,
                                        uint32_t candidate);

}  // namespace souk::market
