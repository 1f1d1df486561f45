#include "agents/learning/budget_guidance.h"

#include <algorithm>

#include "market/check.h"
#include "market/vector_math.h"

namespace souk::agents {

double BudgetLeft(double budget, std::span<const double> costs,
                  double discount) {
  // b_{t+1} = (b_t - c_t) / discount
  for (const double cost : costs) budget = (budget - cost) / discount;
  return budget;
}

double ExcessWeight(double weight, double cost, double budget) {
  if (cost <= budget) return 0;
  const double excess = budget > 0 ? (cost - budget) / budget : 1;
  return weight * market::Exp(std::min(excess, 1.0));
}

size_t ChoosePlan(std::span<const double> returns,
                  std::span<const double> costs, double budget) {
  SOUK_CHECK(!costs.empty() && returns.size() == costs.size(), costs.size(),
             " plans");
  size_t best = costs.size();
  for (size_t i = 0; i < costs.size(); ++i) {
    if (costs[i] > budget) continue;
    if (best == costs.size() || returns[i] > returns[best]) best = i;
  }
  if (best < costs.size()) return best;
  return static_cast<size_t>(std::ranges::min_element(costs) - costs.begin());
}

}  // namespace souk::agents
