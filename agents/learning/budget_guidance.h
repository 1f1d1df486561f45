// How plans are held to a budget that is only known at run time.
//
// Lin, Tang, Zhang et al., "Safe offline reinforcement learning with real-time
// budget constraints" (TREBI, ICML 2023).
#pragma once

#include <cstddef>
#include <span>

namespace souk::agents {

/// What is left before step t of `costs`, of a budget that counts costs
/// discounted: (budget - sum_{i<t} discount^i cost_i) / discount^t.
double BudgetLeft(double budget, std::span<const double> costs,
                  double discount);

/// weight * exp(clip((cost - budget) / budget, 0, 1)) if cost > budget, else 0:
/// what a step up in return is worth less for each step up in cost. A budget of
/// 0 or less is exceeded entirely.
double ExcessWeight(double weight, double cost, double budget);

/// Which plan to follow: of those within the budget the one of the highest
/// return, the first of equals; without one, the cheapest. Not empty.
size_t ChoosePlan(std::span<const double> returns,
                  std::span<const double> costs, double budget);

}  // namespace souk::agents
