#include "agents/learning/learner_rewards.h"

#include <gtest/gtest.h>

namespace souk::agents {
namespace {

/// Two days of two ticks; the budget pays 15 conversions at the target.
market::Trajectories TwoDays() {
  market::Trajectories data;
  data.reward = {1, 0, 2, 1};
  data.expected_reward = {2, 3, 0, 4};
  data.cost = {0.1f, 0.5f, 0.2f, 0.1f};
  data.done = {0, 1, 0, 1};
  data.action = {1, 1, 1, 1};
  data.budget_micros = std::vector<double>(4, 1500e6);
  data.target_micros = std::vector<double>(4, 100e6);
  return data;
}

TEST(LearnerRewards, AreConversionsOfACommonBudget) {
  EXPECT_EQ(LearnerRewards(TwoDays(), LearnerReward::kConversions),
            (std::vector<float>{2, 0, 4, 2}));
  EXPECT_EQ(LearnerRewards(TwoDays(), LearnerReward::kExpected),
            (std::vector<float>{4, 6, 0, 8}));
}

TEST(LearnerRewards, OfScoresAddUpToTheScoreOfTheDay) {
  const auto rewards = LearnerRewards(TwoDays(), LearnerReward::kScore);
  // First day: 150 for 2 is within the target, 900 for 5 is 180 each.
  EXPECT_FLOAT_EQ(rewards[0], 4);
  EXPECT_FLOAT_EQ(rewards[0] + rewards[1], 2 * 5 / (1.8f * 1.8f));
  // Second day: nothing for 300, then 450 for 4.
  EXPECT_FLOAT_EQ(rewards[2], 0);
  EXPECT_FLOAT_EQ(rewards[3], 2 * 4 / (1.125f * 1.125f));
}

TEST(LearnerRewards, StayPlainWithoutATarget) {
  market::Trajectories data = TwoDays();
  data.target_micros = std::vector<double>(4, 0);
  EXPECT_EQ(LearnerRewards(data, LearnerReward::kScore), data.expected_reward);
}

TEST(RewardsToGo, SumToTheEndOfTheDay) {
  // The spec's example, (1, 0, 2, 1), as one day and as two.
  market::Trajectories data = TwoDays();
  EXPECT_EQ(RewardsToGo(data, data.reward), (std::vector<float>{1, 0, 3, 1}));
  data.done = {0, 0, 0, 1};
  EXPECT_EQ(RewardsToGo(data, data.reward), (std::vector<float>{4, 3, 3, 1}));
}

}  // namespace
}  // namespace souk::agents
