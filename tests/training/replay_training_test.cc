// uscb and cal: the same twice, served as trained, and what they are for.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>

#include "agents/learning/held_return.h"
#include "agents/learning/steered_day.h"
#include "tests/support/replay_trainings.h"

namespace souk::tests {
namespace {

using agents::ReplayDay;
using market::Money;
using market::TrainedModel;

Params Brief(const std::string& trainer) {
  if (trainer == "uscb") {
    return {{"episodes", {3}, ""}, {"updates", {2}, ""}};
  }
  return {{"periods", {2}, ""},
          {"campaigns", {2}, ""},
          {"random_periods", {1}, ""},
          {"updates", {3}, ""}};
}

class ReplayTrainers : public testing::TestWithParam<std::string> {};

TEST_P(ReplayTrainers, GiveTheSameModelTwice) {
  const auto task =
      ReplayTask(GetParam(), Brief(GetParam()), TrainingDays(0, 2, kWorth));
  const TrainedModel one = Trained(GetParam(), task);
  const TrainedModel other = Trained(GetParam(), task);
  ASSERT_EQ(one.tensors.size(), other.tensors.size());
  ASSERT_FALSE(one.tensors.empty());
  for (size_t i = 0; i < one.tensors.size(); ++i) {
    EXPECT_EQ(one.tensors[i].values, other.tensors[i].values);
  }
  agents::TrainingTask another = task;
  another.seed = 2;
  EXPECT_NE(Trained(GetParam(), another).tensors[0].values,
            one.tensors[0].values);
}

TEST_P(ReplayTrainers, StopWhenTheyAreAsked) {
  const auto task =
      ReplayTask(GetParam(), Brief(GetParam()), TrainingDays(0, 1, kWorth));
  const auto stopped =
      TrainerOf(GetParam()).train(task, [](const agents::TrainingProgress&) {
        return false;
      });
  ASSERT_FALSE(stopped.ok());
  EXPECT_TRUE(stopped.error().message.starts_with("training was stopped at "));
}

TEST_P(ReplayTrainers, NeedDays) {
  const auto task = ReplayTask(GetParam(), Brief(GetParam()), {});
  const auto trained =
      TrainerOf(GetParam()).train(task, [](const agents::TrainingProgress&) {
        return true;
      });
  ASSERT_FALSE(trained.ok());
  EXPECT_EQ(trained.error().message,
            GetParam() + ": there are no days to replay");
}

/// What a trained strategy gets on a day, from a start coefficient.
market::LineTally Served(const TrainedModel& model, const ReplayDay& day,
                         double start) {
  agents::LineFacts facts = day.facts;
  const auto* entry =
      market::FindMember("strategy", agents::Strategies(), model.member)
          .value();
  facts.network = entry->network(model).value();
  const std::vector<market::ParamValue> given = {{"start", {start}, ""}};
  const auto strategy =
      entry->make(market::ParamSet::Make(entry->params, given).value(), facts)
          .value();
  const agents::ReplayMarket market(day.ticks, day.rule);
  return market.Play(*strategy, facts.daily_budget).tally;
}

TEST_P(ReplayTrainers, ServeWhatTheyFoundAtTheEnd) {
  const auto days = TrainingDays(0, 2, kWorth);
  const TrainedModel model =
      Trained(GetParam(), ReplayTask(GetParam(), Brief(GetParam()), days));
  double held_return = 0;
  for (const ReplayDay& day : days) {
    const auto game = agents::ReplayGame::Make("t", day).value();
    held_return += game.Return(Served(model, day, 1)) / 2;
  }
  EXPECT_NEAR(held_return, Figure(model, "held_return"), 1e-3);
}

INSTANTIATE_TEST_SUITE_P(Every, ReplayTrainers, testing::Values("uscb", "cal"),
                         [](const auto& member) { return member.param; });

/// Mean G over days, from `deviation` above the best coefficient.
struct Means {
  double held = 0;
  double served = 0;
};
Means MeansAt(const TrainedModel& model, double target, double deviation) {
  constexpr uint32_t kDays = 12;
  Means means;
  for (const ReplayDay& day : TrainingDays(1000, kDays, target)) {
    const auto game = agents::ReplayGame::Make("t", day).value();
    const double start = game.best_coefficient() * (1 + deviation);
    agents::HeldCoefficients held(game.aim(), {start});
    means.held += game.Return(game.Play(held)) / kDays;
    means.served += game.Return(Served(model, day, start)) / kDays;
  }
  return means;
}

TEST(SlowUscb, CorrectsAWrongCoefficient) {
  const TrainedModel model = Trained(
      "uscb",
      ReplayTask("uscb", {{"episodes", {200}, ""}}, TrainingDays(0, 30, 0)));
  for (const double deviation : {-.6, -.4, -.2, 0., .2, .4, .8, 1.6}) {
    const Means means = MeansAt(model, 0, deviation);
    std::printf("%5.2f  held %.3f  uscb %.3f\n", deviation, means.held,
                means.served);
    if (deviation > 1) continue;  // the money is gone before it is corrected
    EXPECT_GT(means.served, 0.9);
    if (std::abs(deviation) < 0.3) continue;
    EXPECT_LT(means.held, 0.85);
  }
}

TEST(SlowCal, LearnsToKeepTheTarget) {
  const auto task = ReplayTask("cal",
                               {{"periods", {30}, ""},
                                {"updates", {40}, ""},
                                {"hidden", {32}, ""},
                                {"batch", {64}, ""}},
                               TrainingDays(0, 30, 0.9 * kWorth));
  const TrainedModel model = Trained("cal", task);
  EXPECT_LT(Figure(model, "violations"), 0.1);
  EXPECT_LT(Figure(model, "violations"), Figure(model, "training_violations"));
  EXPECT_GT(Figure(model, "score_share"), 0.8);
}

}  // namespace
}  // namespace souk::tests
