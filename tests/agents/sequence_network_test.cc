// What serving models of sequences is made of.
#include "agents/learning/sequence_network.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "agents/learning/budget_guidance.h"
#include "agents/learning/noise_schedule.h"

namespace souk::agents {
namespace {

using market::TrainedModel;

TEST(BudgetGuidance, CountsWhatIsLeftInTodaysMoney) {
  const std::vector<double> costs = {1, 2, .5};
  const auto left = [&](size_t t) {
    return BudgetLeft(10, std::span(costs).first(t), .9);
  };
  EXPECT_DOUBLE_EQ(left(0), 10);
  EXPECT_DOUBLE_EQ(left(1), 10);
  EXPECT_NEAR(left(2), 8.888889, 1e-6);
  EXPECT_NEAR(left(3), 9.320988, 1e-6);
}

TEST(BudgetGuidance, WeighsOnlyWhatExceedsTheBudget) {
  EXPECT_EQ(ExcessWeight(1, 8, 10), 0);
  EXPECT_EQ(ExcessWeight(1, 10, 10), 0);
  EXPECT_NEAR(ExcessWeight(1, 12, 10), 1.221403, 1e-6);
  EXPECT_NEAR(ExcessWeight(1, 30, 10), 2.718282, 1e-6);
  EXPECT_NEAR(ExcessWeight(2, .1, 0), 2 * 2.718282, 1e-6);
}

TEST(BudgetGuidance, ChoosesTheBestPlanWithinTheBudgetElseTheCheapest) {
  const std::vector<double> returns = {9, 7, 5};
  const std::vector<double> costs = {12, 9, 4};
  EXPECT_EQ(ChoosePlan(returns, costs, 10), 1u);
  EXPECT_EQ(ChoosePlan(returns, costs, 3), 2u);
  EXPECT_EQ(ChoosePlan(std::vector<double>{1, 1}, std::vector<double>{2, 2}, 5),
            0u);
}

TEST(NoiseSchedule, NeedsBetasBetweenNothingAndAll) {
  TrainedModel model;
  model.member = "diffusion";
  model.settings = {{kBetasSetting, {0.1, 1}}};
  const auto made = NoiseSchedule::From(model);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "model of 'diffusion': the setting 'betas' must be numbers in "
            "(0, 1)");
}

TEST(SequenceSettings, SayWhatTheyMustBe) {
  TrainedModel model;
  model.member = "dt";
  const std::string expected =
      "model of 'dt': the setting 'sequence' must be five numbers: steps and "
      "ticks of a day from 1, a reward 0 to 2, a unit above 0, and a return";
  EXPECT_EQ(SequenceSettings::From(model).error().message, expected);
  model.settings = {{kSequenceSetting, {10, 48, 2, 0, 1}}};
  EXPECT_EQ(SequenceSettings::From(model).error().message, expected);
  model.settings = {{kSequenceSetting, {10, 48, 2, 3.5, 1}}};
  const auto read = SequenceSettings::From(model);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->Values(), model.settings[0].values);
}

/// Ticks begun with their own number as feature and return.
class Diary {
 public:
  void Begin(uint32_t tick) {
    history_.Begin({tick, 4}, tick)[0] = static_cast<float>(tick);
    history_.Bid(tick + 0.5);
  }
  /// The kept ticks, by their feature.
  std::vector<float> Kept() const {
    std::vector<float> question(layout_.size());
    history_.Write(question);
    const SequenceView view(layout_, question);
    std::vector<float> kept;
    for (size_t i = 0; i < view.count(); ++i) {
      kept.push_back(view.features(i)[0]);
      EXPECT_EQ(view.return_so_far(i), kept.back());
      EXPECT_EQ(view.coefficient(i), kept.back() + 0.5F);
    }
    return kept;
  }
  DayHistory& history() { return history_; }

 private:
  SequenceLayout layout_{.features = 1, .steps = 3, .wishes = 2};
  DayHistory history_{layout_};
};

using Kept = std::vector<float>;

TEST(DayHistory, KeepsTheLatestTicksOfADay) {
  Diary diary;
  diary.Begin(4);
  EXPECT_EQ(diary.Kept(), (Kept{4}));
  diary.Begin(5);
  diary.Begin(6);
  EXPECT_EQ(diary.Kept(), (Kept{4, 5, 6}));
  diary.Begin(7);
  EXPECT_EQ(diary.Kept(), (Kept{5, 6, 7}));
  diary.Begin(8);
  EXPECT_EQ(diary.Kept(), (Kept{8}));
}

TEST(DayHistory, BeginsAnewWhenADayWasMissed) {
  Diary diary;
  diary.Begin(5);
  diary.Begin(13);
  EXPECT_EQ(diary.Kept(), (Kept{13}));
}

TEST(DayHistory, GoesOnAfterALoad) {
  Diary diary, restored;
  diary.Begin(4);
  diary.Begin(5);
  market::ArchiveWriter out;
  diary.history().Save(out);
  market::ArchiveReader in(out.bytes());
  restored.history().Load(in);
  EXPECT_TRUE(in.ok());
  diary.Begin(6);
  restored.Begin(6);
  EXPECT_EQ(restored.Kept(), diary.Kept());
}

}  // namespace
}  // namespace souk::agents
