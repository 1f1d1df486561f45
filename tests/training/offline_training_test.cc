// Trainers that learn from trajectories, on a world small enough to know the
// best action.
#include "agents/learning/torch/offline_training.h"

#include <gtest/gtest.h>

#include <cmath>

#include "agents/strategy.h"
#include "market/family.h"
#include "market/random.h"

namespace souk::agents {
namespace {

using market::Trajectories;

/// Days of two ticks. The best coefficient of a tick is 0.5 + time_left, a
/// reward falls with the square of the distance from it, and whoever made the
/// data chose at random between 0 and 2.
double BestAction(double time_left) { return 0.5 + time_left; }

Trajectories World(int64_t days) {
  const market::Stream stream(5, 0, market::Purpose::kTest);
  Trajectories data;
  for (const Feature& one : Features()) data.features.emplace_back(one.name);
  for (uint32_t row = 0; row < 2 * days; ++row) {
    for (uint32_t i = 0; i < data.features.size(); ++i) {
      data.state.push_back(static_cast<float>(stream.Uniform(row, 0, i)));
    }
    const double best =
        BestAction(static_cast<double>(data.state[row * data.width()]));
    const double action = 2 * stream.Uniform(row, 1, 0);
    data.action.push_back(static_cast<float>(action));
    const double reward = 10 - 10 * (action - best) * (action - best);
    data.reward.push_back(static_cast<float>(reward));
    data.expected_reward.push_back(static_cast<float>(reward));
    data.cost.push_back(0);
    data.done.push_back(row % 2);
    data.episode.push_back(row / 2);
    data.tick.push_back(row % 2);
    data.budget_micros.push_back(0);
    data.target_micros.push_back(0);
  }
  return data;
}

const TrainerEntry& Trainer(const std::string& name) {
  return *market::FindMember("trainer", std::span(Trainers()), name).value();
}

TrainingTask TaskOf(const std::string& name,
                    const std::vector<market::ParamValue>& given) {
  TrainingTask task;
  task.params = market::ParamSet::Make(Trainer(name).params, given).value();
  task.trajectories = World(1000);
  return task;
}

bool GoOn(const TrainingProgress&) { return true; }

market::TrainedModel Trained(const std::string& name, double steps) {
  return Trainer(name)
      .train(TaskOf(name, {{"steps", {steps}, ""},
                           {"reward", {1}, ""},
                           {"learning_rate", {1e-3}, ""}}),
             GoOn)
      .value();
}

bool Same(const market::TrainedModel& a, const market::TrainedModel& b) {
  if (a.tensors.size() != b.tensors.size()) return false;
  for (size_t i = 0; i < a.tensors.size(); ++i) {
    if (a.tensors[i].values != b.tensors[i].values) return false;
  }
  for (size_t i = 0; i < a.figures.size(); ++i) {
    if (a.figures[i].values != b.figures[i].values) return false;
  }
  return true;
}

const StrategyEntry& StrategyOf(const std::string& name) {
  return *market::FindMember("strategy", Strategies(), name).value();
}

/// Mean distance of the coefficients asked for from the best.
double Distance(const std::string& name, const market::TrainedModel& model) {
  const auto network = StrategyOf(name).network(model).value();
  const Trajectories asked = World(100);
  const FeatureSet pacing = FindFeatures("pacing").value();
  const market::Stream stream(6, 0, market::Purpose::kTest);
  Matrix questions, answers;
  questions.Resize(asked.rows(), network->inputs());
  for (uint32_t row = 0; row < asked.rows(); ++row) {
    for (uint32_t i = 0; i < network->inputs(); ++i) {
      questions.row(row)[i] =
          i < pacing.size()
              ? asked.state[row * asked.width() + pacing.indices[i]]
              : static_cast<float>(stream.Normal(row, 0, i));
    }
  }
  network->Forward(questions, answers);
  double sum = 0;
  for (uint32_t row = 0; row < asked.rows(); ++row) {
    sum += std::abs(
        static_cast<double>(answers.row(row)[0]) -
        BestAction(static_cast<double>(asked.state[row * asked.width()])));
  }
  return sum / static_cast<double>(asked.rows());
}

class OfflineTrainer : public testing::TestWithParam<const char*> {};

TEST_P(OfflineTrainer, TwiceGivesTheSameModel) {
  const auto one = Trained(GetParam(), 5);
  EXPECT_TRUE(Same(one, Trained(GetParam(), 5)));
  EXPECT_FALSE(Same(one, Trained(GetParam(), 6))) << "nothing is learnt";
}

TEST_P(OfflineTrainer, AnotherSeedGivesAnotherModel) {
  TrainingTask task = TaskOf(GetParam(), {{"steps", {2}, ""}});
  const auto one = Trainer(GetParam()).train(task, GoOn).value();
  task.seed = 2;
  EXPECT_FALSE(Same(one, Trainer(GetParam()).train(task, GoOn).value()));
}

TEST_P(OfflineTrainer, StopsWhenItIsAskedTo) {
  const auto stopped =
      Trainer(GetParam())
          .train(TaskOf(GetParam(), {{"steps", {3}, ""}}),
                 [](const TrainingProgress&) { return false; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().message, "training was stopped at step 3");
}

TEST_P(OfflineTrainer, RefusesDataWithoutRows) {
  TrainingTask task = TaskOf(GetParam(), {});
  task.trajectories = {};
  const auto refused = Trainer(GetParam()).train(task, GoOn);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().message,
            std::string(GetParam()) +
                ": there are no trajectories to learn from; give trajectories");
}

TEST_P(OfflineTrainer, FitsItsStrategy) {
  const auto model = Trained(GetParam(), 1);
  EXPECT_EQ(model.member, GetParam());
  EXPECT_TRUE(StrategyOf(GetParam()).network(model)) << GetParam();
  EXPECT_EQ(Trainer(GetParam()).needs, TrainingNeeds::kTrajectories);
}

INSTANTIATE_TEST_SUITE_P(Every, OfflineTrainer,
                         testing::Values("bc", "bcq", "cql", "iql", "td3_bc"));

TEST(SlowOfflineTraining, CqlComesCloserToTheBestThanTheData) {
  EXPECT_LT(Distance("cql", Trained("cql", 1500)), 0.15);
}

TEST(SlowOfflineTraining, Td3BcComesCloserToTheBestThanTheData) {
  EXPECT_LT(Distance("td3_bc", Trained("td3_bc", 1500)), 0.2);
}

}  // namespace
}  // namespace souk::agents
