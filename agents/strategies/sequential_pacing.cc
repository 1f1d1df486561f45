// sequential_pacing: pacing by a budget and a return on spend with
//
//   k = (1 + lambda) / (lambda * mu)
//
// in the rules of ros_pacing.h: the two multipliers are applied one after the
// other, which can miss either constraint by a constant share. A warning, not
// an advice.
// Reference: Balseiro et al., "A field guide for pacing budget and ROS
// constraints", ICML 2024.
//
// Signals: lambda, mu, of the tick planned last.
#include "agents/strategies/ros_pacing.h"

namespace souk::agents {
namespace {

constexpr RosRule kRule = {.name = "sequential_pacing",
                           .scale = [](double lambda, double mu) {
                             return (1 + lambda) / (lambda * mu);
                           }};

}  // namespace

StrategyEntry SequentialPacingStrategy() {
  return {.name = "sequential_pacing",
          .help = "Paces by return on spend, then by the budget (needs both)",
          .params = RosParams(),
          .signals = RosSignals(),
          .make = [](const market::ParamSet& params, const LineFacts& facts) {
            return PaceByRos(kRule, params, facts);
          }};
}

}  // namespace souk::agents
