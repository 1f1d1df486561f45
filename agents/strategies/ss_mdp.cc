// ss_mdp: as rlb, blind to the page view: the average click rate for all.
//
//   bid = price_step * (largest d <= min(b, max price) such that
//                       rate + V(n-1, b-d') - V(n-1, b) >= 0 for all d' <= d)
//
// for one view, with rate the average click rate and the rest as in rlb.cc.
// Reference: the sponsored search baseline of Cai et al., WSDM 2017, after
// Amin et al., "Budget optimization for sponsored search", UAI 2012.
//
// Parameters: price_counts, price_step_micros, horizon; average_click_rate, or
// train_clicks and train_impressions. Needs a daily budget.
#include "agents/strategies/table_bid.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return MakeTableBid("ss_mdp", BidRate::kAverage, params, facts);
}

}  // namespace

StrategyEntry SsMdpStrategy() {
  return {.name = "ss_mdp",
          .help =
              "As rlb, with the average click rate for every page view (needs "
              "a budget)",
          .params = TableBidParams(),
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
