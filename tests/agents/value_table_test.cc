#include "agents/strategies/value_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace souk::tests {
namespace {

using agents::ValueProblem;
using agents::ValueTable;

/// Every threshold tried, the best taken: no use of monotony.
double BestValue(const ValueProblem& problem, size_t after, size_t budget) {
  if (after == 0) return 0;
  const double stay = BestValue(problem, after - 1, budget);
  double best = stay;
  double value = stay;
  const size_t most = std::min(budget, problem.density.size() - 1);
  for (size_t d = 0; d <= most; ++d) {
    value += problem.density[d] *
             (problem.rate + BestValue(problem, after - 1, budget - d) - stay);
    best = std::max(best, value);
  }
  return best;
}

/// The best price to pay: by trying every one.
size_t BestBid(const ValueTable& table, size_t after, size_t budget,
               double rate) {
  const size_t most = std::min<size_t>(budget, 3);
  size_t bid = 0;
  for (size_t d = 1; d <= most; ++d) {
    const double gain =
        rate + table.value(after, budget - d) - table.value(after, budget);
    if (gain >= 0 && bid == d - 1) bid = d;
  }
  return bid;
}

ValueProblem Tiny() { return {{0.1, 0.4, 0.3, 0.2}, 0.05, 5, 9}; }

TEST(ValueTable, EqualsTheBestOfAllThresholds) {
  const ValueProblem problem = Tiny();
  const ValueTable table(problem);
  for (size_t after = 0; after < problem.horizon; ++after) {
    for (size_t budget = 0; budget <= problem.budget; ++budget) {
      EXPECT_NEAR(table.value(after, budget), BestValue(problem, after, budget),
                  1e-9)
          << "V(" << after << ", " << budget << ")";
    }
  }
}

TEST(ValueTable, GrowsWithTimeAndBudget) {
  const ValueTable table(Tiny());
  for (size_t after = 1; after < 5; ++after) {
    for (size_t budget = 1; budget <= 9; ++budget) {
      EXPECT_GE(table.value(after, budget), table.value(after - 1, budget));
      EXPECT_GE(table.value(after, budget) + 1e-12,
                table.value(after, budget - 1));
    }
  }
}

TEST(ValueTable, BidsTheLargestPriceThatIsWorthIt) {
  const ValueTable table(Tiny());
  for (size_t left = 1; left <= 5; ++left) {
    for (size_t budget = 0; budget <= 9; ++budget) {
      for (const double rate : {0.0, 0.01, 0.03, 0.05, 0.2}) {
        EXPECT_EQ(table.Bid(left, budget, rate),
                  BestBid(table, left - 1, budget, rate))
            << left << " left, budget " << budget << ", rate " << rate;
      }
    }
  }
}

TEST(ValueTable, BidsAllThatIsLeftInTheLastAuction) {
  const ValueTable table(Tiny());
  EXPECT_EQ(table.Bid(1, 2, 0.01), 2U);
  EXPECT_EQ(table.Bid(1, 9, 0.01), 3U) << "prices above 3 do not occur";
}

TEST(ValueTable, HasNoColumnsForMoneyThatCannotBeSpent) {
  ValueProblem problem = Tiny();
  problem.budget = 1000000000;
  EXPECT_EQ(ValueTable::Bytes(problem), 5 * 16 * 8);
  EXPECT_EQ(ValueTable(problem).max_budget(), 15U);
}

TEST(ValueTable, ColumnsBeyondTheBudgetChangeNothing) {
  ValueProblem large = Tiny();
  large.budget = 15;
  const ValueTable small_table(Tiny());
  const ValueTable large_table(large);
  for (size_t after = 0; after < 5; ++after) {
    for (size_t budget = 0; budget <= 9; ++budget) {
      EXPECT_EQ(small_table.value(after, budget),
                large_table.value(after, budget));
    }
  }
}

TEST(ValueTable, ReachesItsBoundAndStaysThere) {
  const ValueProblem problem = {{0.5, 0.5}, 0.01, 4, 100};
  const ValueTable table(problem);
  EXPECT_NEAR(table.value(3, 3), 0.03, 1e-12);
  EXPECT_LT(table.value(3, 2), 0.03 - 1e-6);
}

}  // namespace
}  // namespace souk::tests
