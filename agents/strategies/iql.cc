// iql: bids what implicit Q-learning found better than the average bid.
//
//   bid = clip(coefficient, 0, most) * unit of the line (agents/learning/aim.h)
//
// once a tick, with the coefficient the mean, the first output,
// of the network "policy" of its model, which sees the features that it was
// trained with (agents/strategies/trained_policy.h; trainer and reference:
// agents/learning/torch/iql.cc).
//
// Parameters: watch_share. Signals: coefficient; clipped, the ticks so far in
// which the network said less than 0 or more than the most.
#include "agents/strategies/trained_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByCoefficientNetwork("iql", params, facts);
}

}  // namespace

StrategyEntry IqlStrategy() {
  return {.name = "iql",
          .help = "Bids what implicit Q-learning found to be of advantage",
          .params = TrainedParams(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = [](const market::TrainedModel& model) {
            return MlpPolicy(model, Activation::kNone);
          }};
}

}  // namespace souk::agents
