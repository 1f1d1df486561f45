// The worked examples of HiBid, and what its executors are told.
#include "agents/learning/hibid_rules.h"

#include <gtest/gtest.h>

#include <numeric>

#include "agents/learning/channel_view.h"
#include "tests/support/hibid.h"

namespace souk::tests {
namespace {

using agents::ActionValues;
using agents::CampaignCourse;
using market::Money;

/// Three actions with (clicks, cost) = (10, 5), (16, 12), (19, 20).
constexpr float kClicks[] = {10, 16, 19};
constexpr float kCosts[] = {5, 12, 20};

size_t BestUnder(double lambda) {
  std::vector<float> values;
  for (size_t a = 0; a < 3; ++a) {
    values.push_back(
        static_cast<float>(agents::HibidReward(kClicks[a], kCosts[a], lambda)));
  }
  return agents::BestAction(values, {true, true, true});
}

TEST(HibidRules, LambdaTradesClicksForCost) {
  EXPECT_EQ(BestUnder(.3), 2U);
  EXPECT_EQ(BestUnder(.4), 1U);
  EXPECT_EQ(BestUnder(.8), 1U);
  EXPECT_EQ(BestUnder(.9), 0U);
}

TEST(HibidRules, TheSmallestLambdaOfThoseNearestToTheBudgetIsChosen) {
  std::vector<double> costs;
  for (int i = 0; i < 10; ++i) costs.push_back(kCosts[BestUnder(i / 10.0)]);
  EXPECT_EQ(agents::ChooseLambda(costs, 12), 4U);
  EXPECT_EQ(agents::ChooseLambda(costs, 100), 0U);
  EXPECT_EQ(agents::ChooseLambda(costs, 0), 9U);
}

TEST(HibidRules, ARewardIsAClickMinusThePricedCost) {
  EXPECT_DOUBLE_EQ(agents::HibidReward(1, .8, 0), 1);
  EXPECT_DOUBLE_EQ(agents::HibidReward(1, .8, .5), .6);
  EXPECT_DOUBLE_EQ(agents::HibidReward(1, .8, 1), .2);
}

TEST(HibidRules, TheGuardIsCostOverClicksOfTheWholeCampaign) {
  const CampaignCourse course{40, 50, 1.4};
  EXPECT_NEAR(agents::PromisedCost(course, 25, 30), 1.23075, 1e-5);
  EXPECT_NEAR(agents::PromisedCost(course, 40, 60), 1.37498, 1e-5);
  EXPECT_NEAR(agents::PromisedCost(course, 50, 90), 1.55554, 1e-5);
}

TEST(HibidRules, TheBestActionWithinTheTargetIsTaken) {
  const float value[] = {1, 2, 3};
  const float clicks[] = {25, 40, 50};
  const float costs[] = {30, 60, 90};
  const ActionValues values{value, clicks, costs};
  const std::vector<bool> all(3, true);
  EXPECT_EQ(agents::GuardedAction(values, {40, 50, 1.4}, all), 1U);
  EXPECT_EQ(agents::GuardedAction(values, {40, 50, 1.4}, {true, false, true}),
            0U);
  EXPECT_EQ(agents::GuardedAction(values, {40, 50, 2}, all), 2U);
  EXPECT_EQ(agents::GuardedAction(values, {40, 50, 1}, all), 0U)
      << "none is within: the least";
}

TEST(HibidRules, OnlyWhatIsLeftCanBeGivenAway) {
  const std::vector<bool> affordable = agents::AffordableActions(.25);
  for (size_t a = 0; a < agents::kHibidActions; ++a) {
    EXPECT_EQ(affordable[a], a <= 5) << a;
  }
}

TEST(HibidRules, ActionsAreKnownBesideTheLikeliest) {
  const float logits[] = {0, -1.2F, -1.3F};  // 1, .301, .273
  EXPECT_EQ(agents::LikelyActions(logits, .3),
            (std::vector<bool>{true, true, false}));
}

TEST(HibidRules, LevelsAreFromHalfToAlmostOneAndAHalf) {
  EXPECT_EQ(agents::HibidCoefficient(0), .5);
  EXPECT_EQ(agents::HibidCoefficient(19), 1.45);
  EXPECT_EQ(agents::HibidShare(19), .95);
}

TEST(HibidNetwork, ARowDoesNotDependOnTheOthers) {
  const auto network =
      agents::HibidExecutorNetwork::From(HibidModel(2)).value();
  agents::Matrix both, one, answers, answer;
  both.Resize(2, network->inputs());
  std::iota(both.values.begin(), both.values.end(), 0.0F);
  for (float& value : both.values) value /= 40;
  network->Forward(both, answers);
  ASSERT_EQ(answers.columns, network->outputs());
  one.Resize(1, network->inputs());
  std::ranges::copy(both.row(1), one.values.begin());
  network->Forward(one, answer);
  EXPECT_TRUE(std::ranges::equal(answer.row(0), answers.row(1)));
}

TEST(HibidNetwork, SaysWhatAModelLacks) {
  market::TrainedModel model = HibidModel(2);
  model.settings.erase(model.settings.begin());
  EXPECT_EQ(agents::HibidExecutorNetwork::From(model).error().message,
            "model of 'hibid': it lacks the setting 'channels', 2 to 64");
  model = HibidModel(2);
  model.settings[0].values = {3};
  EXPECT_EQ(agents::HibidExecutorNetwork::From(model).error().message,
            "model of 'hibid': the network 'executor' takes 23 numbers and "
            "gives 60, not 24 and 60");
}

/// Numbers of the view after `spend` of 1000 and `clicks` in the first of two
/// ticks, with a target of 100.
std::vector<float> Described(int64_t spend, int64_t clicks,
                             const market::LineShare* share) {
  agents::ChannelView view({1000, 100, 1, 2});
  view.Open({{0, 2}, Money(1000), share});
  market::LineTally tally;
  tally.auctions = 50;
  tally.impressions = 20;
  tally.clicks = clicks;
  tally.spend = Money(spend);
  tally.predicted_clicks = 1;
  view.Close({tally, 1.2});
  view.Open({{1, 2}, Money(1000 - spend), share});
  std::vector<float> values(agents::ChannelView::width(2));
  view.Describe(values);
  return values;
}

TEST(ChannelView, CountsMoneyInBudgetsAndClicksAtTheTarget) {
  const auto values = Described(300, 4, nullptr);
  const std::vector<float> expected = {
      .5F, .5F,  1,   .7F, .3F,      .4F, .75F, 5 / 6.0F, .3F, .4F, .6F,
      .8F, 1.2F, .4F, .5F, 5 / 6.0F, 0,   0,    1,        1,   0,   1};
  ASSERT_EQ(values.size(), expected.size());
  for (size_t i = 0; i < values.size(); ++i) {
    EXPECT_FLOAT_EQ(values[i], expected[i]) << i;
  }
}

TEST(ChannelView, KnowsTheCampaignOnlyFromItsPlanner) {
  const market::LineShare share{Money(500), Money(200), 8, 0, Money(900)};
  const auto values = Described(300, 4, &share);
  EXPECT_FLOAT_EQ(values[2], .5F);
  EXPECT_FLOAT_EQ(values[4], .9F);
  EXPECT_FLOAT_EQ(values[5], .8F);
  EXPECT_FLOAT_EQ(values[6], 1.125F);
  EXPECT_FLOAT_EQ(values[8], .3F);
}

}  // namespace
}  // namespace souk::tests
