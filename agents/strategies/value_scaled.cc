// value_scaled: offers a little more for page views above the average.
//
//   bid = C * p * (p / m)^exponent
//
// for one view, with C the target of the campaign, p = click rate times
// conversion rate and m the mean p of page views, see relative_rate.h.
// Reference: ValueScaledCPA of the rlbidder benchmark
// (github.com/zuoxingdong/rlbidder), which does not publish its scaling.
//
// Parameters: exponent, first_mean, watch_share. Signal: mean, of the tick
// planned last.
#include "agents/strategies/relative_rate.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByRelativeRate("value_scaled", params.number("exponent"), params,
                           facts);
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = RelativeRateParams();
  params.insert(params.begin(),
                NumberParam("exponent", 0.1, {0, 2},
                            "Of a page view's rate over the mean rate"));
  return params;
}

}  // namespace

StrategyEntry ValueScaledStrategy() {
  return {.name = "value_scaled",
          .help =
              "Offers the target, scaled by how good the page view is "
              "(needs a target)",
          .params = Params(),
          .signals = {"mean"},
          .make = Make};
}

}  // namespace souk::agents
