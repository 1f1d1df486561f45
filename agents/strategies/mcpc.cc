// mcpc: bids up to a maximal cost per click.
//
//   bid = step * floor(c * (max_cpc / step))
//
// for one view, with c the predicted click rate; not rounded if step is 0.
// max_cpc is given, or is the cost per click of training: the quotient
// (train_cost / step) / train_clicks. Reference: Chen et al., "Real-time
// bidding algorithms for performance-based display ad allocation", KDD 2011.
//
// Parameters: max_cpc_micros, or train_cost_micros and train_clicks;
// step_micros.
#include "agents/strategies/requirements.h"
#include "agents/strategies/steady.h"

namespace souk::agents {
namespace {

/// In units of StepUnit(step).
market::Result<double> MaxCostPerClick(const market::ParamSet& params,
                                       double unit) {
  const double given = params.number("max_cpc_micros");
  const double cost = params.number("train_cost_micros");
  const double clicks = params.number("train_clicks");
  if (given > 0 && cost == 0 && clicks == 0) return given / unit;
  if (given == 0 && cost > 0 && clicks > 0) return cost / unit / clicks;
  return market::Error{market::Concat(
      "mcpc: max_cpc_micros = ", given, ", train_cost_micros = ", cost,
      ", train_clicks = ", clicks,
      "; either max_cpc_micros is above 0 and the others are 0, or it is 0 "
      "and both others are above 0")};
}

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  if (auto view = NeedViewCharge("mcpc", facts); !view) return view.error();
  const double step = params.number("step_micros");
  const auto cost_per_click = MaxCostPerClick(params, StepUnit(step));
  if (!cost_per_click) return cost_per_click.error();
  return Steady(RateBid(*cost_per_click, step));
}

std::vector<market::ParamSpec> Params() {
  using market::ParamShape;
  return {{.name = "max_cpc_micros",
           .unit = "micros",
           .shape = ParamShape::kNumber,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Offered for a click; 0: from the two below"},
          {.name = "train_cost_micros",
           .unit = "micros",
           .shape = ParamShape::kInteger,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Cost of training; 0: not given"},
          {.name = "train_clicks",
           .unit = "clicks",
           .shape = ParamShape::kInteger,
           .default_value = {0},
           .min = 0,
           .max = 1e15,
           .help = "Clicks in training; 0: not given"},
          StepParam()};
}

}  // namespace

StrategyEntry McpcStrategy() {
  return {.name = "mcpc",
          .help = "Bids a maximal cost per click times the click rate",
          .params = Params(),
          .signals = {},
          .make = Make};
}

}  // namespace souk::agents
