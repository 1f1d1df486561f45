// The best that could have been done: optima over what a day offered, for R*
// and for oracles. Everything here looks at the future; no strategy may use it
// on its own day.
//
// Offers: an impression of value v (money or conversions) that could be had at
// cost c. Shares of an impression may be bought, so that there is a price of
// every limit. References: He et al., "A unified solution to constrained
// bidding in online display advertising", KDD 2021 (USCB); "Oracle imitation
// learning for auto-bidding", arXiv 2412.11434 (OIL).
#pragma once

#include <span>
#include <vector>

#include "market/result.h"

namespace souk::agents {

struct Offer {
  double value = 0;  ///< >= 0
  double cost = 0;   ///< > 0
  /// What a cost limit is relative to (clicks, conversions), >= 0.
  double count = 0;
};

struct Purchase {
  std::vector<double> share;  ///< by offer, [0, 1]
  double value = 0;
  double cost = 0;
  double count = 0;
  double budget_price = 0;  ///< value of one more unit of budget
  double limit_price = 0;   ///< ... of one more unit of cost above the limit

  /// The optimal bid: value_weight() * v + count_weight() * limit * count.
  /// Needs a limit that binds.
  double value_weight() const { return 1 / (budget_price + limit_price); }
  double count_weight() const { return limit_price * value_weight(); }
};

/// Most value within a budget: the fractional knapsack, best value per cost
/// first, ties by position. An offer is bought if value / budget_price is
/// above its cost.
Purchase BestWithinBudget(std::span<const Offer> offers, double budget);

struct Limits {
  double budget = 0;
  /// cost <= limit * count, for the sum of what is bought.
  double limit = 0;
};

/// The same with a limit per count, where value = count: the cheapest counts
/// first, until the budget or the limit stops it.
Purchase BestCounts(std::span<const Offer> offers, const Limits& limits);

/// The same for any value, by linear programming.
market::Result<Purchase> BestWithinLimits(std::span<const Offer> offers,
                                          const Limits& limits);

}  // namespace souk::agents
