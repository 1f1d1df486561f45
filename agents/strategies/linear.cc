// linear: bids in proportion to the predicted click rate.
//
//   bid = step * floor(c * (base_bid / step) / average_click_rate)
//
// for one view, with c the predicted click rate; not rounded if step is 0.
// Reference: Perlich et al., "Bid optimizing and inventory scoring in targeted
// online advertising", KDD 2012.
//
// Parameters: base_bid_micros; average_click_rate, or train_clicks and
// train_impressions; step_micros.
#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto view = NeedViewCharge("linear", facts); !view) return view.error();
  const market::Result<double> average = AverageClickRate("linear", params);
  if (!average) return average.error();
  const double step = params.number("step_micros");
  const double base = params.number("base_bid_micros") / StepUnit(step);
  return Steady(RateBid(base / *average, step));
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = AverageClickRateParams();
  params.insert(params.begin(),
                {.name = "base_bid_micros",
                 .unit = "micros",
                 .shape = market::ParamShape::kNumber,
                 .default_value = {},
                 .min = 0,
                 .max = 1e15,
                 .help = "Bid for a view of average click rate"});
  params.push_back(StepParam());
  return params;
}

}  // namespace

StrategyEntry LinearStrategy() {
  return {.name = "linear",
          .help = "Bids in proportion to the predicted click rate",
          .params = Params(),
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
