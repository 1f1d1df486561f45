// Worked updates of the two strategies that pace by a multiplier.
#include <gtest/gtest.h>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using market::Feedback;
using market::Money;
using market::TickTime;

/// A click is worth 3; every tick may cost 10.
LineFacts Facts() {
  LineFacts facts;
  facts.charge = market::Charge::kClick;
  facts.value_per_click_micros = 3;
  facts.daily_budget = Money(480);
  facts.ticks_per_day = 48;
  return facts;
}

struct Steps {
  std::vector<double> multiplier;
  std::vector<double> bid;
};

/// Plays ticks with these spends.
Steps Play(const std::string& name, const Params& params,
           const std::vector<int64_t>& spends) {
  const auto strategy = NewStrategy(name, params, Facts());
  Steps steps;
  uint32_t tick = 0;
  for (const int64_t spend : spends) {
    Feedback feedback{TickTime{tick, 48}, {}, Money(480)};
    feedback.tally.spend = Money(spend);
    strategy->Plan({TickTime{tick++, 48}, Money(480)});
    strategy->Learn(feedback);
    const auto bid = strategy->Plan({TickTime{tick, 48}, Money(480)});
    steps.bid.push_back(bid({.click_rate = 0.1}));
    double multiplier = 0;
    strategy->Signals({&multiplier, 1});
    steps.multiplier.push_back(multiplier);
  }
  return steps;
}

void ExpectNear(const std::vector<double>& got,
                const std::vector<double>& wanted) {
  ASSERT_EQ(got.size(), wanted.size());
  for (size_t i = 0; i < got.size(); ++i) EXPECT_NEAR(got[i], wanted[i], 5e-7);
}

TEST(AdaptivePacing, GoesThroughTheWorkedUpdates) {
  const Steps steps =
      Play("adaptive_pacing", {{"start", {0.5}, ""}, {"step", {0.5}, ""}},
           {14, 6, 10, 0});
  ExpectNear(steps.multiplier, {0.7, 0.5, 0.5, 0});
  ExpectNear(steps.bid, {1.764706, 2, 2, 3});
}

TEST(AdaptivePacing, NeverBidsAboveTheValue) {
  const Steps steps = Play("adaptive_pacing", {}, {0, 0, 0});
  ExpectNear(steps.bid, {3, 3, 3});
}

TEST(DualPacing, GoesThroughTheWorkedUpdates) {
  const Steps steps =
      Play("dual_pacing", {{"start", {0.5}, ""}, {"step", {0.2}, ""}},
           {14, 6, 10, 0});
  ExpectNear(steps.multiplier, {0.541644, 0.5, 0.5, 0.409365});
  ExpectNear(steps.bid, {3 / 0.5416435, 6, 6, 3 / 0.4093654});
}

TEST(DualPacing, StaysBetweenItsBounds) {
  const Params params = {{"step", {1e6}, ""}, {"max_multiplier", {2}, ""}};
  ExpectNear(Play("dual_pacing", params, {0, 1000}).multiplier, {1e-4, 2});
}

TEST(MultiplierPacing, NeedsADailyBudgetAndAStartWithinBounds) {
  LineFacts facts = Facts();
  facts.daily_budget = market::kNoLimit;
  EXPECT_EQ(StrategyFault("adaptive_pacing", {}, facts),
            "adaptive_pacing: needs a daily budget, but its advertiser has "
            "none; give it "
            "daily_budget_micros");
  EXPECT_EQ(
      StrategyFault("dual_pacing", {}, facts),
      "dual_pacing: needs a daily budget, but its advertiser has none; give it "
      "daily_budget_micros");
  EXPECT_EQ(
      StrategyFault("dual_pacing",
                    {{"start", {3}, ""}, {"max_multiplier", {2}, ""}}, Facts()),
      "dual_pacing: start = 3 must not be above max_multiplier = 2");
}

}  // namespace
}  // namespace souk::tests
