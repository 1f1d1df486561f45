// fixed: the same bid for every page view.
//
//   bid = bid_micros, for one charged event
//
// Parameters: bid_micros.
#include "agents/strategies/steady.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts&) {
  market::LinearBid bid;
  bid.constant = params.number("bid_micros");
  return Steady(bid);
}

}  // namespace

StrategyEntry FixedStrategy() {
  return {.name = "fixed",
          .help = "Bids one amount, whatever is for sale",
          .params = {{.name = "bid_micros",
                      .unit = "micros",
                      .shape = market::ParamShape::kNumber,
                      .default_value = {},
                      .min = 0,
                      .max = 1e15,
                      .help = "Offered for one charged event"}},
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
