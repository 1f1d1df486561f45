// Bids by how good a page view is beside the others: what abid and
// value_scaled share.
//
//   bid = C * p * (p / m)^exponent
//
// for one view, with C the target of the campaign, p = click rate times
// conversion rate, and m the mean p of page views. The mean of a tick is not
// known when its bids are planned, so m is that of the auctions that the line
// saw in the last tick with any, a sample of `watch_share` of its page views;
// before the first it is `first_mean`. Where rates jump from one tick to the
// next, a whole tick is bid for by the old mean.
#pragma once

#include <string_view>
#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

/// first_mean and watch_share.
std::vector<market::ParamSpec> RelativeRateParams();

/// Signal: m of the tick planned last. Errors: a charge other than VIEW, no
/// target.
market::Result<std::unique_ptr<Strategy>> BidByRelativeRate(
    std::string_view strategy, double exponent, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
