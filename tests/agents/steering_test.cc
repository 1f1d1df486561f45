// What uscb and cal learn from and are steered by: worked values, and days in
// which nothing is left to chance.
#include <gtest/gtest.h>

#include "agents/learning/cautious_cost.h"
#include "agents/learning/held_return.h"
#include "agents/learning/steered_day.h"
#include "market/vector_math.h"
#include "tests/support/replay_days.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::SteeredCoefficient;
using agents::Steering;
using market::Money;

TEST(HeldReturn, HasTheWorkedValues) {
  const auto of = [](double share, double cost) {
    return agents::HeldReturn(share, agents::KeyFigurePenalty(cost, 10));
  };
  EXPECT_NEAR(of(0.95, 9), 0.95, 1e-12);
  EXPECT_NEAR(of(0.95, 11), 0.600717, 1e-6);
  EXPECT_NEAR(of(1.02, 10), 1, 1e-12);
}

TEST(CautiousCost, HasTheWorkedValues) {
  const std::vector<double> heads = {9, 10, 11, 12};
  EXPECT_NEAR(agents::CostUpperBound(heads, 0), 10.5, 1e-12);
  const double bound = agents::CostUpperBound(heads, 0.5);
  EXPECT_NEAR(bound, 11.145497, 1e-6);
  EXPECT_NEAR(agents::CostUpperBound(heads, 1) - 10.5, 1.290994, 1e-6);
  struct Case {
    double limit, lambda, rectified, multiplier;
  };
  for (const Case& one :
       {Case{10, .6931, -11.454972, 12.148072}, Case{12, .6931, .6931, 0},
        Case{12, 9, 8.545028, .454972}, Case{11.2, .6931, .545028, .148072}}) {
    const double room = one.limit - bound;
    EXPECT_NEAR(agents::Rectification(room, 10, one.lambda), one.rectified,
                1e-6);
    EXPECT_NEAR(agents::EffectiveMultiplier(room, 10, one.lambda),
                one.multiplier, 1e-6);
  }
}

TEST(CautiousCost, LimitsDiscountedCostsAsWorked) {
  EXPECT_NEAR(agents::DiscountedLimit(10, 0.99, 400), 2.455124, 1e-6);
  EXPECT_NEAR(agents::DiscountedLimit(25, 0.99, 1000), 2.499892, 1e-6);
}

TEST(Steering, ChangesByShareOrLogarithmWithinItsRange) {
  SteeredCoefficient k({.start = 1, .least = 0.5, .most = 1.3});
  k.StartDay();
  k.Change(Steering::kShare, 0.2);
  EXPECT_DOUBLE_EQ(k.value(), 1.2);
  k.Change(Steering::kLogarithm, -0.2);
  EXPECT_DOUBLE_EQ(k.value(), 1.2 * market::Exp(-0.2));
  k.Change(Steering::kShare, 9);
  EXPECT_EQ(k.value(), 1.3);
  k.Change(Steering::kShare, -0.9);
  EXPECT_EQ(k.value(), 0.5);
}

TEST(Steering, StartsADayFromTheMeanThatWasSpentAt) {
  SteeredCoefficient k({.start = 1, .carry = 0.5});
  k.StartDay();
  EXPECT_EQ(k.value(), 1);
  k.Spend(100);
  k.Change(Steering::kShare, 1);
  k.Spend(300);
  k.Change(Steering::kShare, 1);
  k.StartDay();
  EXPECT_DOUBLE_EQ(k.value(), 0.5 * 1 + 0.5 * (100 * 1 + 300 * 2) / 400);
  k.Change(Steering::kShare, 0.2);
  const double last = k.value();
  k.StartDay();
  EXPECT_DOUBLE_EQ(k.value(), 0.5 + 0.5 * last) << "nothing was spent";
}

agents::ReplayDay DayOf(uint32_t number, double target) {
  agents::ReplayDay day;
  day.ticks = SmallDay(number);
  day.facts = ViewFacts();
  day.facts.value_per_conversion_micros = kWorth;
  day.facts.target_cpa_micros = target;
  day.facts.daily_budget = Money(3000000);
  day.facts.ticks_per_day = DayShape().ticks;
  return day;
}

TEST(ReplayGame, NobodyWhoHoldsGainsMoreThanTheBest) {
  for (const double target : {0., 0.8 * kWorth}) {
    const auto game = agents::ReplayGame::Make("t", DayOf(1, target)).value();
    ASSERT_GT(game.best_gain(), 0);
    for (double k = 0.1; k < 3; k *= 1.2) {
      agents::HeldCoefficients held(game.aim(), {k});
      EXPECT_LE(game.Return(game.Play(held)), 1 + 1e-9);
    }
    agents::HeldCoefficients best(game.aim(), {game.best_coefficient()});
    EXPECT_NEAR(game.Return(game.Play(best)), 1, 1e-12);
  }
}

TEST(ReplayGame, WantsABudgetAndSomethingToGain) {
  agents::ReplayDay day = DayOf(1, 0);
  day.facts.daily_budget = market::kNoLimit;
  EXPECT_EQ(agents::ReplayGame::Make("uscb", day).error().message.substr(0, 26),
            "uscb: needs a daily budget");
  day = DayOf(1, 0);
  day.facts.value_per_conversion_micros = 0;
  EXPECT_EQ(agents::ReplayGame::Make("uscb", day).error().message.substr(0, 27),
            "uscb: needs a value or a ta");
}

TEST(SteeredDay, NotesWhatItDidAndHoldingThatGivesTheSameDay) {
  const auto game =
      agents::ReplayGame::Make("t", DayOf(2, 0.8 * kWorth)).value();
  agents::SteeredDay day(game.facts(), game.aim(), {});
  const auto features = agents::FindFeatures("pacing").value();
  day.Follow(features, [](std::span<const float> state) {
    return state[0] > 0.5 ? 0.3 : -0.1;
  });
  const market::LineTally played = game.Play(day);
  ASSERT_EQ(day.steps().size(), DayShape().ticks);
  market::LineTally sum;
  std::vector<double> bid;
  for (const agents::SteeredStep& step : day.steps()) {
    EXPECT_EQ(step.state.size(), features.size());
    bid.push_back(step.coefficient);
    sum += step.tally;
  }
  EXPECT_NEAR(bid[0], 1 + 0.2 * 0.3, 1e-12);
  EXPECT_EQ(sum.spend, played.spend);
  agents::HeldCoefficients again(game.aim(), bid);
  EXPECT_EQ(game.Play(again).spend, played.spend);
}

}  // namespace
}  // namespace souk::tests
