// Pacing by a budget and a return on spend: what dual_optimal, min_pacing and
// sequential_pacing share.
//
//   bid    = k(lambda, mu) * C * (expected conversions of a charged event)
//   lambda = lambda * exp(-ros_step * (V - z) / rho)          after a tick
//   mu     = mu * exp(-budget_step * (rho - z) / rho)
//
// both clipped to [0.0001, 10000], with C the target of the campaign, z what
// the line spent in the tick, V = C times the predicted conversions of its
// views, and rho its even share of the daily budget. lambda is the dual price
// of "payments are covered by value", mu that of the budget; a member is a k.
// Reference: Balseiro et al., "A field guide for pacing budget and ROS
// constraints", ICML 2024; gradients are summed over a tick and relative to
// rho, and mu starts at 1 (a multiplicative update never leaves 0).
#pragma once

#include <string_view>
#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

struct RosRule {
  std::string_view name;
  /// What is bid per unit of value.
  double (*scale)(double lambda, double mu);
};

/// start_ros, start_budget, ros_step, budget_step.
std::vector<market::ParamSpec> RosParams();
/// lambda, mu: of the tick planned last.
std::vector<std::string> RosSignals();

/// Errors: no target, no daily budget.
market::Result<std::unique_ptr<Strategy>> PaceByRos(
    const RosRule& rule, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
