// rlb: bids what the page view is worth beyond the budget that it costs.
//
//   bid = price_step * (largest d <= min(b, max price) such that
//                       c + V(n-1, b-d') - V(n-1, b) >= 0 for all d' <= d)
//
// for one view, with c the predicted click rate, b the remaining budget in
// price steps, n the auctions left including this one, and V the value table
// of value_table.h; 0 if already d' = 1 fails. Reference: Cai et al.,
// "Real-time bidding by reinforcement learning in display advertising", WSDM
// 2017.
//
// Parameters: price_counts, price_step_micros, horizon; average_click_rate, or
// train_clicks and train_impressions. Needs a daily budget.
#include "agents/strategies/table_bid.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return MakeTableBid("rlb", BidRate::kPageView, params, facts);
}

}  // namespace

StrategyEntry RlbStrategy() {
  return {.name = "rlb",
          .help =
              "Bids the click rate against the value of the budget (needs a "
              "budget)",
          .params = TableBidParams(),
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
