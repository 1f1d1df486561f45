// truthful: bids what a charged event is worth.
//
//   charge VIEW        bid = shade * (value_per_click * c
//                                     + value_per_conversion * c * v)
//   charge CLICK       bid = shade * (value_per_click
//                                     + value_per_conversion * v)
//   charge CONVERSION  bid = shade * value_per_conversion
//
// with c, v the predicted click and conversion rates. With shade 1 it is the
// dominant strategy of truthful mechanisms without budgets (Vickrey 1961);
// pay-your-bid mechanisms call for a shade below 1.
//
// Parameters: shade.
#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  market::Result<market::LinearBid> bid = TruthfulBid("truthful", facts);
  if (!bid) return bid.error();
  bid->factor = params.number("shade");
  return Steady(*bid);
}

}  // namespace

StrategyEntry TruthfulStrategy() {
  return {.name = "truthful",
          .help = "Bids the value of a charged event, times a constant",
          .params = {{.name = "shade",
                      .unit = "1",
                      .shape = market::ParamShape::kNumber,
                      .default_value = {1},
                      .min = 0,
                      .max = 1000,
                      .help = "Share of the value that is bid"}},
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
