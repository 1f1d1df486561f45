// cql: bids what conservative Q-learning values most.
//
//   bid = clip(coefficient, 0, most) * unit of the line (agents/learning/aim.h)
//
// once a tick, with the coefficient the tanh of the mean, the first output,
// of the network "policy" of its model, which sees the features that it was
// trained with (agents/strategies/trained_policy.h; trainer and reference:
// agents/learning/torch/cql.cc).
//
// Parameters: watch_share. Signals: coefficient; clipped, the ticks so far in
// which the network said less than 0 or more than the most.
#include "agents/strategies/trained_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByCoefficientNetwork("cql", params, facts);
}

}  // namespace

StrategyEntry CqlStrategy() {
  return {.name = "cql",
          .help = "Bids what conservative Q-learning values most",
          .params = TrainedParams(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = [](const market::TrainedModel& model) {
            return MlpPolicy(model, Activation::kTanh);
          }};
}

}  // namespace souk::agents
