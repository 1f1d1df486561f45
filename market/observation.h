// Everything a bidder may know before bidding, and everything it may learn
// afterwards. Nothing else reaches an agent: adding a field is a decision.
#pragma once

#include <cstdint>
#include <span>

#include "market/money.h"
#include "market/types.h"

namespace souk::market {

/// Known about one page view when the bid function is evaluated.
struct Observation {
  double click_rate = 0;          ///< predicted P(click | examined)
  double conversion_rate = 0;     ///< predicted P(conversion | click)
  double remaining_micros = 0;    ///< what the cell's lease still covers
  uint64_t page_views_today = 0;  ///< opened in this cell before this one
  double cell_share = 1;          ///< of all traffic, (0, 1]
  /// Uniform in [0, 1), drawn for this page view and line; 0 unless the bid
  /// function asks for it (BidCurve::draws).
  double chance = 0;
};

/// What the planner of its campaign (agents/planners/) lets a line know when a
/// tick begins.
struct LineShare {
  Money budget;  ///< of today; kNoLimit: it is not split
  Money left;    ///< of `budget`, not below 0
  // Of the campaign over all its lines, today so far.
  int64_t clicks = 0;
  int64_t conversions = 0;
  Money spend;
};

/// Stands for "no budget limit" wherever a remaining amount is reported.
inline constexpr Money kNoLimit{INT64_MAX};

/// Known when the bid function of a tick is planned.
struct PlanInput {
  TickTime time;
  /// kNoLimit without a budget; at most what is left of the line's share.
  Money remaining_today;
  /// Null: its campaign has no planner.
  const LineShare* share = nullptr;
};

/// Sums of one line over one tick; exact, reduced in cell order.
struct LineTally {
  int64_t auctions = 0;     ///< page views on which the line stood as candidate
  int64_t impressions = 0;  ///< slots won
  int64_t views = 0;        ///< impressions that the user examined
  int64_t clicks = 0;
  int64_t conversions = 0;
  Money spend;
  double predicted_clicks = 0;  ///< sum of click rates over impressions
  /// Sum of click rate times conversion rate over views.
  double expected_conversions = 0;

  LineTally& operator+=(const LineTally& other) {
    auctions += other.auctions;
    impressions += other.impressions;
    views += other.views;
    clicks += other.clicks;
    conversions += other.conversions;
    spend += other.spend;
    predicted_clicks += other.predicted_clicks;
    expected_conversions += other.expected_conversions;
    return *this;
  }
};

/// One auction as a bidder sees it afterwards. Amounts are micro-units for one
/// charged event of the line. `price_to_beat` and `last_price` compare rivals
/// by bid times predicted rate, whatever the mechanism ranks by: exact where it
/// ranks by that, else an approximation.
struct AuctionSeen {
  double click_rate = 0;       ///< predicted, as observed when bidding
  double conversion_rate = 0;  ///< predicted
  double bid = 0;              ///< after the cap of the lease
  /// The least bid that wins a slot against the bids of the others (a tie may
  /// need one more); 0: a slot was left over.
  double price_to_beat = 0;
  /// What the last slot was sold for; 0: it was left over.
  double last_price = 0;
  double price = 0;       ///< of the slot won, else 0
  uint32_t slot = kNone;  ///< won, else kNone
  uint8_t examined = 0;
  uint8_t clicked = 0;
  uint8_t converted = 0;

  bool won() const { return slot != kNone; }
};

/// What a strategy learns from after a tick: its own line, nobody else's.
struct Feedback {
  TickTime time;
  LineTally tally;
  Money remaining_today;  ///< of its advertiser, kNoLimit without a budget
  /// The auctions it asked for (BidFunction::watch_share), by cell and page.
  std::span<const AuctionSeen> seen = {};
};

}  // namespace souk::market
