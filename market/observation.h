// Everything a bidder may know before bidding, and everything it may learn
// afterwards. Nothing else reaches an agent: adding a field is a decision.
#pragma once

#include <cstdint>

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
};

/// Known when the bid function of a tick is planned.
struct PlanInput {
  TickTime time;
  Money remaining_today;  ///< kNoLimit without a budget
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

  LineTally& operator+=(const LineTally& other) {
    auctions += other.auctions;
    impressions += other.impressions;
    views += other.views;
    clicks += other.clicks;
    conversions += other.conversions;
    spend += other.spend;
    predicted_clicks += other.predicted_clicks;
    return *this;
  }
};

/// What a strategy learns from after a tick: its own line, nobody else's.
struct Feedback {
  TickTime time;
  LineTally tally;
  Money remaining_today;  ///< of its advertiser, kNoLimit without a budget
};

/// Stands for "no budget limit" wherever a remaining amount is reported.
inline constexpr Money kNoLimit{INT64_MAX};

}  // namespace souk::market
