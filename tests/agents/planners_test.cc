// Planners: promises of every member, and the rules of each.
#include <gtest/gtest.h>

#include <numeric>

#include "tests/support/planners.h"

namespace souk::tests {
namespace {

using agents::Planner;
using agents::PlannerInput;
using market::Money;
using Shares = std::vector<double>;

const std::vector<std::array<int64_t, 2>> kQuiet = {};
const std::vector<std::array<int64_t, 2>> kUneven = {{3, 0}, {5, 1}};
const std::vector<std::array<int64_t, 2>> kWeek = {
    {9, 1}, {8, 2}, {7, 3}, {0, 0}, {90, 10}, {1, 9}, {2, 2}};

class PlannerConformance : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Planner> planner_ =
      TryPlanner(GetParam(), TwoChannelFacts()).value();
};

TEST_P(PlannerConformance, GivesSharesOfTheWholeOrNone) {
  for (const auto& clicks : {kQuiet, kUneven, kWeek}) {
    const auto past = DaysOfClicks(clicks);
    for (const int64_t budget : {INT64_C(0), INT64_C(1), INT64_C(100000)}) {
      const Shares shares = planner_->Split(
          {static_cast<uint32_t>(past.size()), Money(budget), past});
      if (shares.empty()) continue;
      ASSERT_EQ(shares.size(), 2U);
      for (const double share : shares) {
        EXPECT_GE(share, 0);
        EXPECT_LE(share, 1);
      }
      EXPECT_LE(shares[0] + shares[1], 1 + 1e-9);
    }
  }
}

TEST_P(PlannerConformance, IsAFunctionOfWhatItSees) {
  const auto past = DaysOfClicks(kWeek);
  const PlannerInput input{7, Money(100000), past};
  const Shares first = planner_->Split(input);
  planner_->Split({0, Money(5), {}});
  EXPECT_EQ(planner_->Split(input), first);
  EXPECT_EQ(TryPlanner(GetParam(), TwoChannelFacts()).value()->Split(input),
            first);
}

INSTANTIATE_TEST_SUITE_P(
    Every, PlannerConformance,
    testing::ValuesIn(market::MemberNames(agents::Planners())),
    [](const auto& member) { return member.param; });

Shares SplitBy(const std::string& name,
               const std::vector<std::array<int64_t, 2>>& clicks) {
  const auto past = DaysOfClicks(clicks);
  return TryPlanner(name, TwoChannelFacts())
      .value()
      ->Split({static_cast<uint32_t>(past.size()), Money(100000), past});
}

TEST(SharedPlanner, SplitsNothing) {
  EXPECT_EQ(SplitBy("shared", kWeek), Shares());
}

TEST(EqualPlanner, SplitsEvenly) {
  EXPECT_EQ(SplitBy("equal", kUneven), (Shares{0.5, 0.5}));
}

TEST(ProportionalPlanner, SplitsAsTheClicksOfTheLastDays) {
  // One more click for each: 9 and 2 of 11.
  EXPECT_EQ(SplitBy("proportional", kUneven), (Shares{9.0 / 11, 2.0 / 11}));
}

TEST(ProportionalPlanner, SplitsEvenlyOnTheFirstDay) {
  EXPECT_EQ(SplitBy("proportional", kQuiet), (Shares{0.5, 0.5}));
}

TEST(RandomSharesPlanner, DrawsTwentiethsAnewEveryDay) {
  const auto planner = TryPlanner("random_shares", TwoChannelFacts()).value();
  const Shares first = planner->Split({0, Money(100000), {}});
  const Shares second = planner->Split({1, Money(100000), {}});
  EXPECT_NE(first, second);
  for (const double share : first) {
    EXPECT_EQ(share * 20, static_cast<int>(share * 20));
  }
  EXPECT_GT(first[0] + first[1], 0.89);
}

TEST(HibidPlanner, SplitsEvenlyWhatItKnowsNothingOf) {
  EXPECT_EQ(SplitBy("hibid", kQuiet), (Shares{0.5, 0.5}));
}

TEST(HibidPlanner, GivesAllOfTheBudget) {
  const Shares shares = SplitBy("hibid", kWeek);
  EXPECT_NEAR(std::accumulate(shares.begin(), shares.end(), 0.0), 1, 1e-12);
}

TEST(HibidPlanner, SaysWhatDoesNotFit) {
  agents::CampaignFacts facts = TwoChannelFacts();
  facts.channels = {0, 1, 2};
  EXPECT_EQ(TryPlanner("hibid", facts).error().message,
            "hibid: the model was trained for 2 channels, and the campaign is "
            "on 3");
  facts = TwoChannelFacts();
  facts.value_per_click_micros = 0;
  EXPECT_EQ(TryPlanner("hibid", facts).error().message,
            "hibid: needs a campaign with value_per_click_micros above 0");
}

TEST(Planners, NeedABudgetToSplit) {
  agents::CampaignFacts facts = TwoChannelFacts();
  facts.daily_budget = market::kNoLimit;
  for (const std::string name :
       {"equal", "hibid", "proportional", "random_shares"}) {
    EXPECT_EQ(TryPlanner(name, facts).error().message,
              name +
                  ": needs a budget to split; give the campaign or its "
                  "advertiser one");
  }
  EXPECT_TRUE(TryPlanner("shared", facts).ok());
}

}  // namespace
}  // namespace souk::tests
