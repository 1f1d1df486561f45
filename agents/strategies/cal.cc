// cal: steers the logarithm of its coefficient as an actor learnt that takes
// the cost of a conversion for higher than it seems.
//
//   bid = k * unit of the line (agents/learning/aim.h)
//   k   = k * exp(a), a in [-0.2, 0.2], before every tick
//
// a is what the network "policy" of its model says (steered_policy.h): the mean
// of the policy that was trained. How a day starts: agents/learning/steering.h;
// trainer and reference: agents/learning/torch/cal.cc.
//
// Parameters: start, least, most, carry, watch_share. Signals: coefficient and
// change, of the tick planned last.
#include "agents/strategies/steered_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidBySteeredPolicy("cal", Steering::kLogarithm, params, facts);
}

}  // namespace

StrategyEntry CalStrategy() {
  return {.name = "cal",
          .help = "Steers its coefficient as a cautious actor learnt",
          .params = SteeredPolicyParams(),
          .signals = SteeredPolicySignals(),
          .make = Make,
          .network = [](const market::TrainedModel& model) {
            return MlpPolicy(model, Activation::kTanh);
          }};
}

}  // namespace souk::agents
