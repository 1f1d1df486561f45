// What a market is made of: the scenario after loading, as plain values.
//
// Everything is indexed by the ids of types.h. A MarketSpec is immutable once
// built and shared by all cells and actors of a process; the loader
// (scenarios/) is its only builder outside tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "market/ad_traits.h"
#include "market/auction.h"
#include "market/budget.h"
#include "market/contracts/contract.h"
#include "market/conversion_delay.h"
#include "market/money.h"
#include "market/param.h"
#include "market/traffic.h"
#include "market/trained_model.h"
#include "market/types.h"
#include "market/user_model.h"

namespace souk::market {

class LineIndex;
class SupplyTypes;  // contracts/supply_types.h

struct Calendar {
  uint32_t days = 1;
  uint32_t ticks_per_day = 48;

  uint32_t ticks() const { return days * ticks_per_day; }
  TickTime At(uint32_t tick) const { return {tick, ticks_per_day}; }
};

enum class AdvertiserKind : uint8_t { kBrand = 0, kStore = 1, kAgency = 2 };

/// How a budget binds within a tick.
enum class BudgetMode : uint8_t {
  kLease = 0,       ///< no bid exceeds what is left (exchange.h)
  kAuctionNet = 1,  ///< who spent too much gives pages up (budget_drops.h)
  kStale = 2,  ///< kLease of what is known to be left (agents/spend_reports.h)
};

/// How news of spending travels; mode kStale only.
struct ReportSpec {
  uint32_t delay_ticks = 0;
  uint32_t every_ticks = 1;  ///< at least 1
  double loss_rate = 0;      ///< in [0, 1)
};

struct BudgetSpec {
  BudgetMode mode = BudgetMode::kLease;
  /// kAuctionNet: who has less left when a tick opens does not bid.
  Money min_remaining;
  ReportSpec reports;
};

struct AdvertiserSpec {
  std::string name;
  AdvertiserKind kind = AdvertiserKind::kBrand;
  BudgetPlan budget;
};

/// A brand and a store whose campaigns may share slots of joint auctions.
struct Relation {
  AdvertiserId brand;
  AdvertiserId store;
  friend constexpr auto operator<=>(Relation, Relation) = default;
};

/// A family member as the scenario names it; parameters complete and checked.
struct MemberSpec {
  std::string name;
  ParamSet params;
  std::shared_ptr<const TrainedModel> model = nullptr;  ///< of trained members
};

struct CampaignSpec {
  std::string name;
  AdvertiserId advertiser;
  Charge charge = Charge::kClick;
  double value_per_click_micros = 0;       ///< >= 0
  double value_per_conversion_micros = 0;  ///< >= 0
  /// Most that a conversion should cost; 0: no target.
  double target_cpa_micros = 0;
  double auction_weight = 1;        ///< > 0
  double auction_boost_micros = 0;  ///< per examined view, of any sign
  BudgetPlan budget = {};           ///< within its advertiser's
  MemberSpec strategy;
  /// The contract that it shows: then its lines never bid. kNone: it bids.
  uint32_t contract = kNone;
  /// Splits its daily budget over its lines; no name: there is none.
  MemberSpec planner = {};
};

/// A campaign on one channel.
struct LineSpec {
  CampaignId campaign;
  AdvertiserId advertiser;
  ChannelId channel;
  // Each ascending, each once; empty: all of them.
  std::vector<uint16_t> target_segments;
  std::vector<uint16_t> target_places = {};
  std::vector<uint16_t> target_categories = {};
};

struct ChannelSpec {
  std::string name;
  double share = 1;                 ///< of page views, sums to 1
  std::vector<double> slot_weight;  ///< one per slot, (0, 1], not increasing
  std::shared_ptr<const Mechanism> mechanism;
  MechanismTraits traits = {};  ///< of the mechanism
};

/// What goes into the trace, and how densely.
struct RecordingSpec {
  double page_share = 0;     ///< share of page views with a row in pages/
  double award_share = 0;    ///< ... whose awards go into awards/
  double bid_share = 0;      ///< ... whose bids go into bids/
  uint32_t flush_ticks = 0;  ///< 0: by time, about every two seconds
  /// Above 0: trajectories of all lines that value or aim at something, with
  /// this share of auctions seen by lines that do not see any themselves.
  double trajectory_watch_share = 0;

  bool trajectories() const { return trajectory_watch_share > 0; }
};

struct MarketSpec {
  std::string name;
  uint64_t seed = 1;
  uint32_t run = 0;
  Calendar calendar;
  uint32_t cells = 1;
  BudgetSpec budgets;
  std::vector<AdvertiserSpec> advertisers;
  std::vector<CampaignSpec>
      campaigns;                ///< those of contracts behind the others
  std::vector<AdTraits> ads;    ///< by campaign; empty: no two are alike
  std::vector<LineSpec> lines;  ///< ascending by (channel, campaign)
  /// Of the lines, for all cells; null: each cell makes its own if it needs it.
  std::shared_ptr<const LineIndex> line_index;
  /// Of the contracts, likewise.
  std::shared_ptr<const SupplyTypes> supply_types;
  std::vector<ChannelSpec> channels;
  std::vector<Relation> relations;  ///< ascending, each once
  ContractsSpec contracts;
  std::shared_ptr<const UserModel> user_model;
  std::shared_ptr<const Traffic> traffic;
  std::optional<DelaySpec> conversion_delay;  ///< empty: they come at once
  RecordingSpec recording;
  /// Whether every page view is held to the promises of page_audit.h.
  bool audit = false;

  /// Whether a line takes part in auctions; else it shows a contract.
  bool Bids(const LineSpec& line) const {
    return !contracts.any() ||
           campaigns[line.campaign.index()].contract == kNone;
  }
};

}  // namespace souk::market
