// Guaranteed contracts: impressions that the platform has sold in advance.
//
// A contract books `goal` impressions of an advertiser's ad on matching page
// views within a window of ticks. It is shown by a campaign of its own, which
// has lines (targeting, rates) like any other, but never bids.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/money.h"
#include "market/param.h"
#include "market/types.h"

namespace souk::market {

using ContractId = Id<struct ContractTag>;

class Roulette;  // contracts/roulette.h
class Pacer;     // contracts/pacer.h

/// "As many as come": a ceiling that never binds.
inline constexpr int64_t kNoCeiling = INT64_MAX;

/// A user sees a contract at most `times` in days [n * days, (n + 1) * days).
struct FrequencyCap {
  uint32_t times = 0;  ///< 0: no cap
  uint32_t days = 1;   ///< at least 1
};

/// Impressions of one day and one hour of simulated time. A floor is aimed at
/// while supply lasts; a ceiling is never passed.
struct DeliveryBounds {
  int64_t day_floor = 0;
  int64_t day_ceiling = kNoCeiling;
  int64_t hour_floor = 0;
  int64_t hour_ceiling = kNoCeiling;
};

struct ContractSpec {
  std::string name;
  AdvertiserId advertiser;
  CampaignId campaign;          ///< of its lines, which never bid
  std::vector<uint32_t> lines;  ///< ascending, at most one per channel
  int64_t goal = 0;             ///< impressions, >= 1
  uint32_t first_tick = 0;      ///< window [first_tick, end_tick)
  uint32_t end_tick = 0;
  uint32_t tier = 0;     ///< tier 0 is served before tier 1, ...
  double penalty = 4;    ///< p_j of the plan, per missing impression, > 0
  double evenness = 1;   ///< V_j of the plan, > 0
  Money price;           ///< per impression, paid in advance
  Money shortage_price;  ///< per missing impression, paid back on top
  FrequencyCap frequency;
  DeliveryBounds bounds;
  /// From this tick on nothing is served and nothing is owed; what is left of
  /// the advance goes back.
  std::optional<uint32_t> cancelled_at = {};
  /// The window goes on for so long if impressions are missing at its end.
  uint32_t make_good_ticks = 0;
};

/// What contracts look for when they are booked.
enum class Booking : uint8_t {
  kAll = 0,      ///< whatever the goal
  kChecked = 1,  ///< at most what HWM can deliver of 0.9 of the forecast
};

struct SupplyForecastSpec {
  /// Every type's first forecast is off by LogNormal(-s^2/2, s).
  double error_sigma = 0;
  /// Weight of news in the forecast of an hour of the week; 0: never learns.
  double learning_rate = 0.3;
};

/// All about contracts of a market; without contracts it has none.
struct ContractsSpec {
  std::vector<ContractSpec> contracts;
  /// c_k: share of the page views on which contracts may claim the slot, by
  /// channel and slot, in [0, 1].
  std::vector<std::vector<double>> slot_share;
  std::shared_ptr<const ContractAllocator> allocator;
  AllocatorTraits traits;  ///< of the allocator
  std::shared_ptr<const Roulette> roulette;
  /// Whether the roulette (allocators of shares) or the allocator (of scores)
  /// promises that no page shows a contract twice.
  bool one_per_page = false;
  std::shared_ptr<const Pacer> pacer;
  Booking booking = Booking::kAll;
  SupplyForecastSpec forecast;
  uint32_t replan_ticks = 0;  ///< 0: planned once, when the run starts

  bool any() const { return !contracts.empty(); }
};

}  // namespace souk::market
