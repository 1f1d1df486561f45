// Optima in hindsight: the worked examples, and the shortcuts against the LP.
#include "agents/hindsight.h"

#include <gtest/gtest.h>

#include "agents/linear_program.h"
#include "market/random.h"

namespace souk::tests {
namespace {

using agents::BestCounts;
using agents::BestWithinBudget;
using agents::BestWithinLimits;
using agents::Limits;
using agents::Offer;
using agents::Purchase;

std::vector<Offer> Offers(const std::vector<double>& value,
                          const std::vector<double>& cost,
                          const std::vector<double>& count) {
  std::vector<Offer> offers;
  for (size_t i = 0; i < value.size(); ++i) {
    offers.push_back({value[i], cost[i], count.empty() ? 0 : count[i]});
  }
  return offers;
}

TEST(Hindsight, KnapsackOfTheWorkedExample) {
  const auto offers = Offers({10, 6, 8, 3, 5}, {4, 2, 5, 1, 5}, {});
  const Purchase best = BestWithinBudget(offers, 9);
  EXPECT_NEAR(best.value, 22.2, 1e-6);
  EXPECT_NEAR(best.cost, 9, 1e-9);
  EXPECT_NEAR(best.budget_price, 1.6, 1e-6);
  const std::vector<double> share = {1, 1, 0.4, 1, 0};
  const std::vector<double> bids = {6.25, 3.75, 5, 1.875, 3.125};
  for (size_t i = 0; i < share.size(); ++i) {
    EXPECT_NEAR(best.share[i], share[i], 1e-9);
    EXPECT_NEAR(offers[i].value * best.value_weight(), bids[i], 1e-6);
  }
}

TEST(Hindsight, KnapsackThatBuysEverythingHasNoPrice) {
  const Purchase best = BestWithinBudget(Offers({1, 2}, {1, 1}, {}), 5);
  EXPECT_EQ(best.value, 3);
  EXPECT_EQ(best.budget_price, 0);
}

std::vector<Offer> Conversions() {
  const std::vector<double> p = {0.10, 0.08, 0.05, 0.04, 0.09, 0.02};
  return Offers(p, {4, 5, 1.5, 3, 7, 0.3}, p);
}

TEST(Hindsight, BudgetBindsInTheWorkedExample) {
  const Purchase best = BestCounts(Conversions(), {.budget = 14, .limit = 200});
  EXPECT_NEAR(best.share[4], 0.0285714, 1e-6);
  EXPECT_NEAR(best.value, 0.292571, 1e-6);
  EXPECT_NEAR(best.budget_price, 0.0128571, 1e-6);
  EXPECT_EQ(best.limit_price, 0);
  EXPECT_NEAR(best.cost / best.count, 47.8516, 1e-4);
  EXPECT_NEAR(best.value_weight() + best.count_weight() * 200, 77.7778, 1e-4);
}

TEST(Hindsight, TheCostPerConversionBindsInTheWorkedExample) {
  const Purchase best = BestCounts(Conversions(), {.budget = 100, .limit = 50});
  EXPECT_NEAR(best.share[4], 0.28, 1e-6);
  EXPECT_NEAR(best.value, 0.3152, 1e-6);
  EXPECT_EQ(best.budget_price, 0);
  EXPECT_NEAR(best.limit_price, 0.036, 1e-6);
  EXPECT_NEAR(best.cost, 15.76, 1e-6);
  EXPECT_NEAR(best.cost / best.count, 50, 1e-6);
  EXPECT_NEAR(best.value_weight() + best.count_weight() * 50, 77.7778, 1e-4)
      << "the cost per conversion of the last one";
}

TEST(Hindsight, BothLimitsBindInTheWorkedExample) {
  const std::vector<double> click = {0.071, 0.042, 0.023, 0.021, 0.085, 0.093,
                                     0.069, 0.078, 0.063, 0.095, 0.085, 0.02};
  const std::vector<double> conversion = {0.0185, 0.0012, 0.0052, 0.0015,
                                          0.0222, 0.016,  0.0072, 0.0108,
                                          0.0018, 0.0052, 0.0177, 0.004};
  const std::vector<double> cost = {1.31, 0.89, 1.99, 1.97, 1.43, 1.37,
                                    1.44, 0.9,  0.44, 1.5,  1.15, 0.76};
  // The value of a click is its conversion rate, whatever its click rate.
  const auto offers = Offers(conversion, cost, click);
  const auto best = BestWithinLimits(offers, {.budget = 5, .limit = 15});
  ASSERT_TRUE(best.ok());
  EXPECT_NEAR(best->value, 0.0716447, 1e-7);
  EXPECT_NEAR(best->budget_price, 0.01180142, 1e-7);
  EXPECT_NEAR(best->limit_price, 0.00671807, 1e-7);
  EXPECT_NEAR(best->value_weight(), 53.997145, 1e-4);
  EXPECT_NEAR(best->count_weight(), 0.3627568, 1e-6);
  EXPECT_NEAR(best->share[5], 0.1525, 1e-4);
  EXPECT_NEAR(best->share[8], 0.0024, 1e-4);
  const std::vector<double> beyond = {0.0753, -0.5967, -1.5841, -1.7747,
                                      0.2313, 0,       -0.6758, 0.1076,
                                      0,      -0.7023, 0.2683,  -0.4352};
  for (size_t i = 0; i < offers.size(); ++i) {
    const double bid = best->value_weight() * offers[i].value +
                       best->count_weight() * 15 * offers[i].count;
    EXPECT_NEAR(bid - offers[i].cost, beyond[i], 1e-4) << "item " << i + 1;
  }
}

TEST(Hindsight, TheShortcutsAreOptimaOfTheLinearProgram) {
  const market::Stream stream(3, 0, market::Purpose::kTest);
  for (uint32_t round = 0; round < 50; ++round) {
    std::vector<Offer> offers;
    for (uint32_t i = 0; i < 40; ++i) {
      const double count = stream.Uniform(i, round, 0);
      offers.push_back({count, 0.1 + stream.Uniform(i, round, 1), count});
    }
    const Limits limits{.budget = 1 + 8 * stream.Uniform(99, round, 0),
                        .limit = 0.3 + stream.Uniform(99, round, 1)};
    const Purchase quick = BestCounts(offers, limits);
    const auto exact = BestWithinLimits(offers, limits);
    ASSERT_TRUE(exact.ok());
    EXPECT_NEAR(quick.value, exact->value, 1e-9);
    EXPECT_NEAR(quick.budget_price, exact->budget_price, 1e-9);
    EXPECT_NEAR(quick.limit_price, exact->limit_price, 1e-9);
    const auto free = BestWithinLimits(offers, {limits.budget, 1e6});
    EXPECT_NEAR(BestWithinBudget(offers, limits.budget).value, free->value,
                1e-9);
  }
}

TEST(LinearProgram, SaysWhatDoesNotFit) {
  const auto optimum = agents::Maximise({{1, 2}, {1}, {{1, 1}}, {1}});
  ASSERT_FALSE(optimum.ok());
  EXPECT_EQ(optimum.error().message,
            "linear program: 2 gains, 1 bounds, 1 limits, 1 rows of weights; "
            "one bound per gain, one row per limit and one weight per gain "
            "are needed");
}

TEST(LinearProgram, SaysThatNothingKeepsTheLimits) {
  const auto optimum = agents::Maximise({{1}, {1}, {{1}}, {-1}});
  ASSERT_FALSE(optimum.ok());
  EXPECT_EQ(optimum.error().message,
            "linear program: no optimum of 1 variables within 1 limits");
}

}  // namespace
}  // namespace souk::tests
