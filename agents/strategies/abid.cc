// abid: bids for what is better than the average.
//
//   bid = C * p^2 / m
//
// for one view, with C the target of the campaign, p = click rate times
// conversion rate and m the mean p of page views, see relative_rate.h.
// Reference: the Abid bidder of AuctionNet (NeurIPS 2024), which divides by the
// mean of the very tick that it bids in.
//
// Parameters: first_mean, watch_share. Signal: mean, of the tick planned last.
#include "agents/strategies/relative_rate.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByRelativeRate("abid", 1, params, facts);
}

}  // namespace

StrategyEntry AbidStrategy() {
  return {.name = "abid",
          .help =
              "Bids the square of the conversion rate over its mean (needs "
              "a target)",
          .params = RelativeRateParams(),
          .signals = {"mean"},
          .make = Make};
}

}  // namespace souk::agents
