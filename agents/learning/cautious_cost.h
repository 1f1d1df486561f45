// Staying below a limit of costs that are only estimated: the scalars of CAL.
//
//   Q^U  = mean of the heads + caution * (sample) deviation of the heads
//   rect = min(c_AL * mean(d - Q^U(s, a)), lambda)   over a batch of data
//   lambda - rect >= 0 is what Q^U weighs against the reward
//
// Where the bound is above the limit d, the weight exceeds the multiplier
// lambda at once (an augmented Lagrangian makes the problem convex near the
// constraint); where it is well below, it is 0. Reference: Wu et al., "Off-
// policy primal-dual safe reinforcement learning" (CAL), ICLR 2024.
#pragma once

#include <cstdint>
#include <span>

namespace souk::agents {

/// At least two heads.
double CostUpperBound(std::span<const double> heads, double caution);

/// `room`: mean of d - Q^U.
double Rectification(double room, double correction, double lambda);
/// lambda - Rectification, at least 0.
double EffectiveMultiplier(double room, double correction, double lambda);

/// The limit of an episode's costs as one of discounted costs:
/// limit (1 - g^n) / ((1 - g) n), g in (0, 1), n ticks.
double DiscountedLimit(double limit, double discount, uint32_t ticks);

}  // namespace souk::agents
