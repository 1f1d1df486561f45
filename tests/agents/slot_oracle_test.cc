// The oracle of pages with several slots.
#include "agents/slot_oracle.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "market/random.h"

namespace souk::tests {
namespace {

using agents::BestCoefficient;
using agents::BestSlots;
using agents::OracleOutcome;
using agents::OracleTask;
using agents::PastPage;

TEST(SlotOracle, StepsOfTheWorkedExample) {
  const auto steps = agents::StepsOf({0.002, {0.27, 0.20, 0.15}},
                                     std::vector<double>{1, 0.8, 0.6});
  ASSERT_EQ(steps.size(), 3U);
  const std::vector<double> alpha = {135, 100, 75};
  const std::vector<double> eta = {0.0074074, 0.01, 0.0133333};
  const std::vector<double> cost = {0.11, 0.07, 0.09};
  const std::vector<double> conversions = {0.0004, 0.0004, 0.0012};
  const std::vector<double> efficiency = {0.0036364, 0.0057143, 0.0133333};
  for (size_t d = 0; d < 3; ++d) {
    EXPECT_NEAR(steps[d].alpha, alpha[d], 1e-9);
    EXPECT_NEAR(1 / steps[d].alpha, eta[d], 1e-7);
    EXPECT_NEAR(steps[d].cost, cost[d], 1e-9);
    EXPECT_NEAR(steps[d].conversions, conversions[d], 1e-12);
    EXPECT_NEAR(steps[d].efficiency(), efficiency[d], 1e-7);
  }
}

TEST(SlotOracle, ScoresAsTheCompetition) {
  EXPECT_EQ(agents::CpaScore(30, 2700, 100), 30);
  EXPECT_NEAR(agents::CpaScore(30, 3600, 100), 20.8333, 1e-4);
  EXPECT_EQ(agents::CpaScore(0, 500, 100), 0);
}

std::vector<PastPage> Pages(uint32_t count) {
  const market::Stream stream(5, 0, market::Purpose::kTest);
  std::vector<PastPage> pages;
  for (uint32_t i = 0; i < count; ++i) {
    std::vector<double> price = {stream.Uniform(i, 0, 0),
                                 stream.Uniform(i, 0, 1),
                                 stream.Uniform(i, 0, 2)};
    std::ranges::sort(price, std::greater());
    pages.push_back({0.01 * (0.1 + stream.Uniform(i, 0, 3)), price});
  }
  return pages;
}

OracleTask Task() {
  return {.exposure = {1, 0.8, 0.48}, .budget = 20, .target = 60};
}

/// What a coefficient wins, page by page.
OracleOutcome Bid(const std::vector<PastPage>& pages, double alpha) {
  OracleOutcome outcome;
  for (const PastPage& page : pages) {
    for (size_t d = 0; d < 3; ++d) {
      if (alpha * page.p < page.price[d] - 1e-12) continue;
      outcome.conversions += page.p * Task().exposure[d];
      outcome.cost += page.price[d] * Task().exposure[d];
      break;
    }
  }
  if (outcome.cost > Task().budget) return {};
  outcome.score =
      agents::CpaScore(outcome.conversions, outcome.cost, Task().target);
  return outcome;
}

TEST(SlotOracle, NoCoefficientOfAGridIsBetter) {
  const auto pages = Pages(200);
  const OracleOutcome best = BestCoefficient(pages, Task());
  EXPECT_NEAR(Bid(pages, best.alpha).score, best.score, 1e-9);
  EXPECT_NEAR(Bid(pages, best.alpha).cost, best.cost, 1e-9);
  for (double alpha = 1; alpha < 500; alpha += 0.25) {
    EXPECT_LE(Bid(pages, alpha).score, best.score + 1e-9) << alpha;
  }
}

TEST(SlotOracle, ASlotPerPageIsNoWorseThanOneCoefficient) {
  const auto pages = Pages(200);
  const OracleOutcome one = BestCoefficient(pages, Task());
  const OracleOutcome each = BestSlots(pages, Task());
  EXPECT_GT(each.score, one.score);
  EXPECT_LE(each.cost, Task().budget);
}

TEST(SlotOracle, GoesOnFromWhatWasSpent) {
  OracleTask task = Task();
  task.spent = 19;
  task.converted = 0.5;
  const OracleOutcome rest = BestCoefficient(Pages(200), task);
  EXPECT_GE(rest.cost, 19);
  EXPECT_LE(rest.cost, 20);
  EXPECT_GE(rest.conversions, 0.5);
}

}  // namespace
}  // namespace souk::tests
