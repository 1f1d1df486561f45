// Work W (AN-core) as a market for the engine: 48 bidders, 3 slots, one
// generalised second price with a reserve; everybody pays per view, and a
// click stands for the conversion.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "market/market_spec.h"
#include "market/random.h"
#include "scenarios/loader.h"

namespace souk::actors {

inline constexpr size_t kWorkBidders = 48;
inline constexpr size_t kWorkSlots = 3;
inline constexpr double kReserve = 100;  // micro-units

/// Draws the bidders: a population whose check values are those of the data
/// sets that W was first measured with (cost 0.2740 to 0.2777 a page view, 2.75
/// to 2.95 conversions a thousand page views; others lie 5 % around).
inline constexpr uint64_t kWorkSeed = 101;

/// Mean value, spread and multiplier of each bidder, as in AuctionNet.
struct WorkWBidder {
  double mean = 0;
  double spread = 0;      // relative
  double multiplier = 0;  // micro-units per unit of value
};

std::vector<WorkWBidder> WorkWBidders(uint64_t seed,
                                      uint32_t count = kWorkBidders);

enum class Bidding : uint8_t {
  kTruthful = 0,
  kFixed,     ///< truthful, with budgets that are never spent
  kLearning,  ///< the same, by a network that all share
};

/// How much of it. 48 ticks a day, one page view a session.
struct WorkWShape {
  uint64_t users = 100000;
  double page_views_per_day = 500000;
  uint32_t days = 2;
  uint32_t cells = 1;
  double award_share = 0;
  uint32_t flush_ticks = 0;
  uint32_t interests = 1;  ///< of users; bidders do not care
  uint32_t bidders = kWorkBidders;
  Bidding bidding = Bidding::kTruthful;
  double contract_load = 0;  ///< part of all slots that contracts ask for
};

scenarios::LoadedScenario WorkW(const WorkWShape& shape);

}  // namespace souk::actors
