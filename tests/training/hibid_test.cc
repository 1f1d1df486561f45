// HiBid's training: its formulas, and that it is a function of its seed.
#include <gtest/gtest.h>

#include "agents/learning/hibid_network.h"
#include "agents/learning/torch/hibid_training.h"
#include "agents/learning/training.h"
#include "market/family.h"

namespace souk::agents {
namespace {

using market::Money;

TEST(HibidFormulas, TheSoftArgMaxIsAlmostTheBestAction) {
  const torch::Tensor q = torch::tensor({{.1F, .2F, .35F, .3F}});
  EXPECT_NEAR(SoftArgMax(q, 40).item<double>(), 2.11668, 1e-4);
}

TEST(HibidFormulas, TheBatchLossIsSmallBesideClicks) {
  const torch::Tensor loss =
      BatchLoss(torch::tensor(300.0F), torch::tensor(100.0F));
  EXPECT_NEAR(loss.item<double>(), .01 * 4, 1e-7);
}

TEST(HibidFormulas, UnknownActionsArePulledToTheBestKnownOne) {
  ConservativeTerms terms{torch::tensor({{1.0F, 5.0F, 2.0F}}),
                          torch::tensor({INT64_C(0)}), torch::tensor({1.0F}),
                          torch::tensor({INT64_C(1)}),
                          torch::tensor({{true, false, true}})};
  EXPECT_NEAR(ConservativeLoss(terms, .7).item<double>(), .3 * 9, 1e-5);
  terms.likely = torch::tensor({{true, true, true}});
  EXPECT_NEAR(ConservativeLoss(terms, .7).item<double>(), 0, 1e-6);
}

/// Two campaigns on two channels for three days of four ticks, which bid at
/// random; channel 1 has twice the clicks.
ChannelLog SmallLog() {
  TrainingDraws draws(5);
  ChannelLog log{3, 4, 2, {}};
  for (int c = 0; c < 2; ++c) {
    LoggedCampaign& campaign = log.campaigns.emplace_back();
    campaign.budget_micros = 1e6;
    campaign.target_micros = 1e5;
    for (uint32_t channel = 0; channel < 2; ++channel) {
      LoggedLine& line = campaign.lines.emplace_back();
      line.channel = channel;
      line.shares = {.5, .3, .4};
      for (int tick = 0; tick < 12; ++tick) {
        ChannelTick& one = line.ticks.emplace_back();
        one.coefficient = HibidCoefficient(draws.Integer(kHibidActions));
        one.tally.auctions = 40;
        one.tally.impressions = 10;
        one.tally.clicks = 1 + channel;
        one.tally.spend = Money((1 + channel) * 70000);
      }
    }
  }
  return log;
}

TEST(HibidData, HasARowPerLineAndTickAndPerChannelAndDay) {
  const ExecutorData ticks = ReadExecutorData(SmallLog());
  EXPECT_EQ(ticks.state.size(0), 2 * 2 * 12);
  EXPECT_EQ(ticks.live.sum().item<double>(), 2 * 2 * 9);
  EXPECT_NEAR(ticks.click[0].item<double>(), .1, 1e-6);
  EXPECT_NEAR(ticks.cost[1].item<double>(), .14, 1e-6);
  EXPECT_EQ(ticks.next[0].item<int64_t>(), 2);
  const PlannerData days = ReadPlannerData(SmallLog());
  EXPECT_EQ(days.state.size(0), 2 * 2 * 2);
  EXPECT_EQ(days.action[0].item<int64_t>(), 6);
  EXPECT_NEAR(days.left[1].item<double>(), .7, 1e-6);
  EXPECT_NEAR(days.click[1].item<double>(), .8, 1e-6);
}

market::Result<market::TrainedModel> TrainBriefly(ChannelLog log) {
  for (const TrainerEntry& entry : Trainers()) {
    if (entry.name != "hibid") continue;
    TrainingTask task;
    task.channels = std::move(log);
    const std::vector<market::ParamValue> few = {{"executor_steps", {20}, ""},
                                                 {"planner_steps", {20}, ""},
                                                 {"batch", {16}, ""}};
    task.params = market::ParamSet::Make(entry.params, few).value();
    return entry.train(task, [](const TrainingProgress&) { return true; });
  }
  return market::Error{"no such trainer"};
}

TEST(HibidTrainer, GivesTheSameModelTwice) {
  const auto one = TrainBriefly(SmallLog()).value();
  const auto other = TrainBriefly(SmallLog()).value();
  ASSERT_EQ(one.tensors.size(), other.tensors.size());
  for (size_t i = 0; i < one.tensors.size(); ++i) {
    EXPECT_EQ(one.tensors[i].values, other.tensors[i].values)
        << one.tensors[i].name;
  }
}

TEST(HibidTrainer, MakesAModelThatServes) {
  const auto model = TrainBriefly(SmallLog()).value();
  EXPECT_TRUE(HibidExecutorNetwork::From(model).ok());
  EXPECT_TRUE(HibidPlannerNetwork(model, 3 + 7 * 2).ok());
}

TEST(HibidTrainer, SaysWhenThereIsNothingToLearnFrom) {
  ChannelLog log = SmallLog();
  log.channels = 3;
  EXPECT_EQ(TrainBriefly(log).error().message,
            "hibid: learns from campaigns that are on every channel for two "
            "days or more, and there is none");
}

}  // namespace
}  // namespace souk::agents
