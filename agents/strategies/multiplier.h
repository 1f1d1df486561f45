// Pacing by a budget multiplier: what adaptive_pacing and dual_pacing share.
//
//   rho = daily budget / ticks of a day         what a tick may cost
//   z   = what the line spent in the tick
//   g   = (z - rho) / rho                       relative gradient of the dual
//
// Each member says how the multiplier mu answers to g, and what share of the
// truthful value it bids.
#pragma once

#include <string_view>
#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

struct MultiplierRule {
  std::string_view name;
  /// mu after a tick of relative gradient g.
  double (*step)(double mu, double move);
  /// Share of the truthful value that is bid.
  double (*share)(double mu);
  double start = 0;  ///< default of the parameter `start`
  double least = 0;  ///< mu never falls below
};

/// Parameters `start`, `step` (of g) and `max_multiplier`.
std::vector<market::ParamSpec> MultiplierParams(const MultiplierRule& rule);

/// An Error: no daily budget, or a charge without a truthful bid.
market::Result<std::unique_ptr<Strategy>> PaceByMultiplier(
    const MultiplierRule& rule, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
