// min_pacing: pacing by a budget and a return on spend with
//
//   k = min((1 + lambda) / lambda, 1 / mu)
//
// in the rules of ros_pacing.h: each constraint has a multiplier of its own,
// and the stricter one binds. Reference: Balseiro et al., "A field guide for
// pacing budget and ROS constraints", ICML 2024.
//
// Signals: lambda, mu, of the tick planned last.
#include <algorithm>

#include "agents/strategies/ros_pacing.h"

namespace souk::agents {
namespace {

constexpr RosRule kRule = {.name = "min_pacing",
                           .scale = [](double lambda, double mu) {
                             return std::min((1 + lambda) / lambda, 1 / mu);
                           }};

}  // namespace

StrategyEntry MinPacingStrategy() {
  return {
      .name = "min_pacing",
      .help =
          "Paces by the stricter of budget and return on spend (needs both)",
      .params = RosParams(),
      .signals = RosSignals(),
      .make = [](const market::ParamSet& params, const LineFacts& facts) {
        return PaceByRos(kRule, params, facts);
      }};
}

}  // namespace souk::agents
