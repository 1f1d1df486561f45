// td3_bc: bids what an actor learnt near the traces.
//
//   bid = clip(coefficient, 0, most) * unit of the line (agents/learning/aim.h)
//
// once a tick, with the coefficient the tanh of the output
// of the network "policy" of its model, which sees the features that it was
// trained with (agents/strategies/trained_policy.h; trainer and reference:
// agents/learning/torch/td3_bc.cc).
//
// Parameters: watch_share. Signals: coefficient; clipped, the ticks so far in
// which the network said less than 0 or more than the most.
#include "agents/strategies/trained_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByCoefficientNetwork("td3_bc", params, facts);
}

}  // namespace

StrategyEntry Td3BcStrategy() {
  return {.name = "td3_bc",
          .help = "Bids what an actor found best near its traces",
          .params = TrainedParams(),
          .signals = TrainedSignals(),
          .make = Make,
          .network = [](const market::TrainedModel& model) {
            return MlpPolicy(model, Activation::kTanh);
          }};
}

}  // namespace souk::agents
