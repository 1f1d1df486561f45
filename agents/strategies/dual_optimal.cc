// dual_optimal: pacing by a budget and a return on spend with
//
//   k = (1 + lambda) / (mu + lambda)
//
// in the rules of ros_pacing.h: the best response to both duals at once. Errors
// of either constraint grow as the root of time.
// Reference: Balseiro et al., "A field guide for pacing budget and ROS
// constraints", ICML 2024.
//
// Signals: lambda, mu, of the tick planned last.
#include "agents/strategies/ros_pacing.h"

namespace souk::agents {
namespace {

constexpr RosRule kRule = {.name = "dual_optimal",
                           .scale = [](double lambda, double mu) {
                             return (1 + lambda) / (mu + lambda);
                           }};

}  // namespace

StrategyEntry DualOptimalStrategy() {
  return {
      .name = "dual_optimal",
      .help = "Paces by a budget and a return on spend, jointly (needs both)",
      .params = RosParams(),
      .signals = RosSignals(),
      .make = [](const market::ParamSet& params, const LineFacts& facts) {
        return PaceByRos(kRule, params, facts);
      }};
}

}  // namespace souk::agents
