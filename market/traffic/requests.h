// Requests: page views that have nothing to do with each other, each by a user
// of its own.
//
// A day has exactly page_views_per_day page views, spread over its ticks by
// the weights of their hours: tick t ends with page view
// floor(page_views_per_day * W_t / W), W_t the weights up to t, W of the day;
// without weights all ticks have the same, up to one. A page's id is its place
// in the tick; cells take contiguous parts of a tick. Type (segment) and
// channel of a page view are drawn by share. (page, tick) names its draws, so
// nothing depends on the number of cells.
//
// Click rates of line l on page views of type i, predicted and true, follow a
// law (rate_law.h) with
//   base    click_rate_l * affinity_il * (interest_lift_l on its interest)
//   spread  click_rate_spread_l
// and chance by (page, campaign); affinity ~ Uniform[low, high] by (type,
// campaign). Conversions have the rate of the line.
//
// A rival, if there is one, bids floor(low + (high - low) * V) micro-units, V
// uniform by page. A page view fits a line with the line's match rate, by
// (page, campaign).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "market/traffic.h"
#include "market/traffic/rate_law.h"
#include "market/traffic/synthetic.h"

namespace souk::market {

/// low <= high.
struct UniformRange {
  double low = 1;
  double high = 1;
};

/// The loader has checked every range (scenario.proto, Requests).
struct RequestsConfig {
  uint64_t seed = 1;
  uint32_t run = 0;
  uint64_t page_views_per_day = 100000;
  std::vector<double> hour_weight;     ///< 24 entries, or none
  std::vector<double> interest_share;  ///< empty: one type
  std::vector<double> channel_share;   ///< empty: one channel
  RateLaw law = RateLaw::kConstant;
  UniformRange affinity;
  std::optional<UniformRange> rival;  ///< micro-units, >= 0
  uint32_t ticks_per_day = 48;
  std::vector<SyntheticLine> lines;  ///< by LineId
  std::vector<double> match_rate;    ///< by LineId; empty: all page views fit
};

std::shared_ptr<const Traffic> MakeRequests(RequestsConfig config);

}  // namespace souk::market
