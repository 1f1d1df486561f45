// Trainers of models that see a day so far, and what they share.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "agents/learning/temporal_net.h"
#include "agents/learning/torch/dt_net.h"
#include "agents/learning/torch/grad_formulas.h"
#include "agents/learning/torch/grad_net.h"
#include "agents/learning/torch/noise_levels.h"
#include "agents/learning/torch/temporal_net.h"
#include "agents/learning/value_network.h"
#include "market/family.h"
#include "tests/support/played_days.h"

namespace souk::agents {
namespace {

using market::TrainedModel;

torch::Tensor Row(std::vector<float> values) { return torch::tensor(values); }

/// Parameters that a training might have left.
void Shake(torch::nn::Module& module, TrainingDraws& draws) {
  const torch::NoGradGuard none;
  for (torch::Tensor& parameter : module.parameters()) {
    parameter.add_(0.2 * draws.Normals(parameter.sizes().vec()));
  }
}

Matrix MatrixOf(const torch::Tensor& values, size_t columns) {
  const torch::Tensor whole = values.detach().contiguous();
  Matrix made;
  made.Resize(static_cast<size_t>(whole.numel()) / columns, columns);
  std::copy_n(whole.data_ptr<float>(), made.values.size(), made.values.begin());
  return made;
}

void ExpectNear(const Matrix& ours, const torch::Tensor& theirs) {
  const Matrix expected = MatrixOf(theirs, ours.columns);
  ASSERT_EQ(ours.rows, expected.rows);
  float largest = 1;
  for (const float v : expected.values)
    largest = std::max(largest, std::abs(v));
  for (size_t i = 0; i < ours.values.size(); ++i) {
    ASSERT_NEAR(ours.values[i], expected.values[i], 1e-5 * largest) << i;
  }
}

TEST(NoiseSchedule, IsThePublishedCosine) {
  const NoiseSchedule schedule = CosineSchedule(10);
  const std::vector<double> betas = {.027907, .075494, .124396, .17719,
                                     .237282, .309883, .404003, .536998,
                                     .743829, .999};
  const std::vector<double> abars = {.972093, .898706, .786911, .647478,
                                     .493844, .34081,  .203121, .094046,
                                     .024092, 2.4e-5};
  for (size_t k = 0; k < 10; ++k) {
    EXPECT_NEAR(schedule.betas()[k], betas[k], 1e-6) << k;
    EXPECT_NEAR(schedule.abar(k), abars[k], 1e-6) << k;
  }
}

TEST(NoiseSchedule, StepsBackAsThePublishedMean) {
  // (x - beta / sqrt(1 - abar) eps) / sqrt(1 - beta), for x of x_0 and eps.
  const NoiseSchedule schedule = CosineSchedule(10);
  const double clean = 0.7;
  const double eps = -1.3;
  for (size_t k = 0; k < 10; ++k) {
    const double x = schedule.signal(k) * clean + schedule.noise(k) * eps;
    const double beta = schedule.betas()[k];
    const double mean =
        (x - beta / schedule.noise(k) * eps) / std::sqrt(1 - beta);
    EXPECT_NEAR(schedule.own(k) * x + schedule.clean(k) * clean, mean, 1e-9);
  }
  EXPECT_EQ(schedule.variance(0), 0);
}

TEST(GradFormulas, AreThoseOfTheNotes) {
  const auto target = [](float reached, float left, float to_go) {
    return ValueTarget({Row({to_go}), Row({reached}), Row({left}), Row({0})})
        .item<float>();
  };
  EXPECT_FLOAT_EQ(target(0.8F, 0.4F, 10), 2.56F);
  EXPECT_FLOAT_EQ(target(1, 1, 10), 10);

  const torch::Tensor h = Row({.2F, -.1F, .4F});
  const torch::Tensor experts = torch::tensor(
      {{1.F, 0.F, 1.F}, {0.F, 1.F, 0.F}, {-1.F, 1.F, 0.F}, {.5F, .5F, .5F}});
  const torch::Tensor shares = torch::softmax(experts.matmul(h), 0);
  const std::vector<double> expected = {.3835, .1904, .1559, .2702};
  for (int64_t m = 0; m < 4; ++m) {
    EXPECT_NEAR(shares[m].item<double>(), expected[static_cast<size_t>(m)],
                5e-5);
  }
  EXPECT_NEAR(
      RouterBalance(torch::tensor({{.7, .3}, {.6, .4}, {.2, .8}, {.9, .1}},
                                  torch::kFloat))
          .item<double>(),
      1.1, 1e-6);
}

TEST(TemporalNet, ServesWhatItWasTrainedAs) {
  TrainingDraws draws(3);
  TemporalModule net(TemporalShape{.columns = 5, .context = 7, .width = 8},
                     draws);
  Shake(*net, draws);
  TrainedModel model;
  Export(*net, "noise", model);
  const torch::Tensor x = draws.Normals({3, 12, 5});
  const torch::Tensor context = draws.Normals({3, 7});
  const auto served = TemporalNet::From(model, "noise");
  ASSERT_TRUE(served) << served.error().message;
  Matrix out;
  served->Forward(MatrixOf(x, 5), MatrixOf(context, 7), out);
  ExpectNear(out, net(x, context));
}

TEST(ValueNetwork, HasTheGradientsOfLibtorch) {
  TrainingDraws draws(4);
  MlpNet net(
      MlpNetImpl::Shape{{9, 16, 12, 1}, Activation::kTanh, Activation::kNone},
      draws);
  Shake(*net, draws);
  TrainedModel model;
  Export(*net, "costs", model);
  torch::Tensor x = draws.Normals({6, 9}).requires_grad_();
  const torch::Tensor values = net(x);
  values.sum().backward();
  const auto served = ValueNetwork::From(model, "costs");
  ASSERT_TRUE(served) << served.error().message;
  std::vector<double> said;
  Matrix gradient;
  served->Evaluate(MatrixOf(x, 9), said, gradient);
  ExpectNear(gradient, x.grad());
  for (size_t i = 0; i < said.size(); ++i) {
    EXPECT_NEAR(said[i], values[static_cast<int64_t>(i)].item<double>(), 1e-5);
  }
}

const TrainerEntry& TrainerOf(const std::string& name) {
  return **market::FindMember("trainer", std::span(Trainers()), name);
}

TrainingTask TaskOf(const std::string& name,
                    std::vector<market::ParamValue> given) {
  TrainingTask task;
  task.seed = 11;
  task.params = *market::ParamSet::Make(TrainerOf(name).params, given);
  task.trajectories = tests::PlayedDays(20, 12);
  return task;
}

bool Go(const TrainingProgress&) { return true; }

class SequenceTrainers : public testing::TestWithParam<const char*> {};

TEST_P(SequenceTrainers, GiveTheSameModelTwice) {
  const TrainingTask task =
      TaskOf(GetParam(), {{"steps", {4}, ""}, {"batch", {8}, ""}});
  const auto one = TrainerOf(GetParam()).train(task, Go);
  const auto other = TrainerOf(GetParam()).train(task, Go);
  ASSERT_TRUE(one) << one.error().message;
  ASSERT_EQ(one->tensors.size(), other->tensors.size());
  for (size_t i = 0; i < one->tensors.size(); ++i) {
    EXPECT_EQ(one->tensors[i].values, other->tensors[i].values)
        << one->tensors[i].name;
  }
}

TEST_P(SequenceTrainers, LearnSomething) {
  const auto loss = [](double steps) {
    const TrainingTask task = TaskOf(
        GetParam(), {{"steps", {steps}, ""}, {"learning_rate", {3e-3}, ""}});
    return TrainerOf(GetParam()).train(task, Go)->figures[0].values[0];
  };
  EXPECT_LT(loss(40), 0.8 * loss(2));
}

TEST_P(SequenceTrainers, StopWhenTheyAreTold) {
  const TrainingTask task =
      TaskOf(GetParam(), {{"steps", {2}, ""}, {"batch", {2}, ""}});
  const auto model =
      TrainerOf(GetParam()).train(task, [](const TrainingProgress&) {
        return false;
      });
  ASSERT_FALSE(model);
  EXPECT_EQ(model.error().message, "training was stopped at step 2");
}

TEST_P(SequenceTrainers, MakeModelsThatServe) {
  const TrainingTask task =
      TaskOf(GetParam(), {{"steps", {2}, ""}, {"batch", {4}, ""}});
  const auto model = TrainerOf(GetParam()).train(task, Go);
  const auto& entry =
      **market::FindMember("strategy", Strategies(), GetParam());
  const auto network = entry.network(*model);
  ASSERT_TRUE(network) << network.error().message;
  TrainedModel poor = *model;
  poor.tensors.pop_back();
  EXPECT_FALSE(entry.network(poor));
  poor = *model;
  poor.settings.pop_back();
  EXPECT_FALSE(entry.network(poor));
}

INSTANTIATE_TEST_SUITE_P(All, SequenceTrainers,
                         testing::Values("diffusion", "dt", "grad", "trebi"),
                         [](const auto& one) {
                           return std::string(one.param);
                         });

/// A trained thing and the last question of some parts of days.
struct Served {
  TrainingTask task;
  SequenceData data;
  SequenceBatch batch;

  Served(const std::string& name, const std::vector<market::ParamValue>& given)
      : task(TaskOf(name, given)),
        data(*ReadSequences(
            task, static_cast<size_t>(task.params.integer("context")))) {}

  /// The coefficient that the network bids in part `n` of the batch.
  float Ask(const PolicyNetwork& network, int64_t n) const {
    const auto& sequence = dynamic_cast<const SequenceNetwork&>(network);
    DayHistory history(sequence.layout());
    const auto steps = batch.live[n].sum().item<int64_t>();
    for (int64_t t = 0; t < steps; ++t) AddStep(n, t, history);
    Matrix question, answer;
    question.Resize(1, sequence.inputs());
    std::ranges::fill(question.values, 0.25F);
    history.Write(question.row(0));
    question.values[1] = 1;  // the desired return
    network.Forward(question, answer);
    return answer.values[0];
  }
  void AddStep(int64_t n, int64_t t, DayHistory& history) const {
    const auto tick = static_cast<uint32_t>(batch.tick[n][t].item<int64_t>());
    const auto to_go = batch.to_go[n][t][0].item<double>();
    const auto features =
        history.Begin({tick, 12}, (1 - to_go) * data.settings.unit);
    for (size_t i = 0; i < features.size(); ++i) {
      const auto z = batch.state[n][t][static_cast<int64_t>(i)].item<double>();
      features[i] =
          static_cast<float>(z * data.rows.scale[i] + data.rows.shift[i]);
    }
    history.Bid(1.25 * (1 + batch.action[n][t][0].item<double>()));
  }
  TrainedModel Model(const torch::nn::Module& net) const {
    TrainedModel model;
    data.Describe(model);
    Export(net, "net", model);
    model.settings.push_back(
        {"heads", {static_cast<double>(task.params.integer("heads"))}});
    return model;
  }
};

/// Steps of parts in the batch that are not filled up.
int64_t LastOf(const SequenceBatch& batch, int64_t n) {
  return batch.live[n].sum().item<int64_t>() - 1;
}

TEST(Dt, ServesWhatItWasTrainedAs) {
  Served served("dt", {{"context", {5}, ""}});
  TrainingDraws draws(6);
  DtNet net(SequenceStart{served.task.params, served.data, draws});
  Shake(*net, draws);
  served.batch = served.data.DrawPast(8, draws);
  const torch::Tensor said = net(served.batch);
  const auto network = (*market::FindMember("strategy", Strategies(), "dt"))
                           ->network(served.Model(*net));
  ASSERT_TRUE(network) << network.error().message;
  for (int64_t n = 0; n < 8; ++n) {
    const auto action = said[n][LastOf(served.batch, n)][0].item<double>();
    EXPECT_NEAR(served.Ask(**network, n), 1.25 * (1 + action), 2e-5) << n;
  }
}

TEST(Grad, ServesWhatItWasTrainedAs) {
  Served served("grad", {{"context", {5}, ""}});
  TrainingDraws draws(6);
  GradNet net(SequenceStart{served.task.params, served.data, draws});
  Shake(*net, draws);
  served.batch = served.data.DrawPast(24, draws);
  const GradSaid said = net(served.batch, torch::full({24 * 5, 6}, 0.25));
  const auto network = (*market::FindMember("strategy", Strategies(), "grad"))
                           ->network(served.Model(*net));
  ASSERT_TRUE(network) << network.error().message;
  for (int64_t n = 0; n < 24; ++n) {
    const int64_t last = LastOf(served.batch, n);
    const auto coefficient = [&](const torch::Tensor& action) {
      return 1.25 * (1 + action[n * 5 + last][0].item<double>());
    };
    double expected = coefficient(said.policy);
    if (last > 0) {
      const double before =
          1.25 * (1 + served.batch.before[n][last][0].item<double>());
      expected = std::min(
          std::clamp(coefficient(said.action), 0.8 * before, 1.2 * before),
          1.5);
    }
    EXPECT_NEAR(served.Ask(**network, n), expected, 2e-5) << n;
  }
}

}  // namespace
}  // namespace souk::agents
