// Bids from a value table: what ss_mdp and rlb share.
#pragma once

#include <string_view>
#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

/// The click rate for which a table bid is computed.
enum class BidRate : uint8_t { kAverage, kPageView };

/// price_counts, price_step_micros, horizon and the average click rate.
std::vector<market::ParamSpec> TableBidParams();

/// A strategy that bids, for one view,
///
///   price_step * (largest price d that is worth its budget)
///
/// see ValueTable::Bid, with the budget that the cell's lease still covers
/// and n = max(1, floor(horizon * cell_share) - page views of today) auctions
/// left in the cell. The table reaches up to the daily budget of the
/// advertiser; it is built here, once. Errors: no daily budget, a charge other
/// than VIEW, no average click rate, a table above 1 GiB.
market::Result<std::unique_ptr<Strategy>> MakeTableBid(
    std::string_view strategy, BidRate rate, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
