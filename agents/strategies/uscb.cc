// uscb: steers its coefficient by shares that an actor learnt in replays.
//
//   bid = k * unit of the line (agents/learning/aim.h)
//   k   = k * (1 + a), a in [-0.2, 0.2], before every tick
//
// a is what the network "policy" of its model says (steered_policy.h); how a
// day starts: agents/learning/steering.h; trainer and reference:
// agents/learning/torch/uscb.cc.
//
// Parameters: start, least, most, carry, watch_share. Signals: coefficient and
// change, of the tick planned last.
#include "agents/strategies/steered_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidBySteeredPolicy("uscb", Steering::kShare, params, facts);
}

}  // namespace

StrategyEntry UscbStrategy() {
  return {.name = "uscb",
          .help = "Steers its coefficient as an actor learnt in replays",
          .params = SteeredPolicyParams(),
          .signals = SteeredPolicySignals(),
          .make = Make,
          .network = [](const market::TrainedModel& model) {
            return MlpPolicy(model, Activation::kTanh);
          }};
}

}  // namespace souk::agents
