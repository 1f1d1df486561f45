// A candidate list with the bid functions of a tick, as the exchange serves
// page views from it.
#pragma once

#include <utility>
#include <vector>

#include "market/bid_columns.h"
#include "market/market_spec.h"

namespace souk::market {

struct Desk {
  CandidateLines lines;
  BidColumns columns;
  /// Candidates with a bid function that is no line.
  std::vector<std::pair<size_t, const BidCurve*>> curves;
  /// By place, as the scratch columns; empty: 1 and 0 everywhere.
  std::vector<double> weight, boost;
  std::vector<Bundle> bundles;  ///< of a joint channel
  bool filled = false;          ///< in this tick
  int64_t page_views = 0;
};

/// Fills in the weights and boosts of the desk's lines.
void WeighDesk(const MarketSpec& spec, Desk& desk);
/// Whether that finds any that are not 1 and 0.
bool AnyWeighs(const MarketSpec& spec);

/// Fills in the bundles of the desk's lines, which are of one channel.
void RelateDesk(const MarketSpec& spec, Desk& desk);

/// Fills in the curves among the bids of the desk's lines.
void CollectCurves(const BidSheet& bids, Desk& desk);

}  // namespace souk::market
