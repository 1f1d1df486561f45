#include "agents/learning/torch/offline_training.h"

#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::NamedValues;

/// Means of losses by name.
class LossMeans {
 public:
  void Add(const std::vector<NamedValues>& losses) {
    if (sums_.empty()) sums_ = std::vector<double>(losses.size(), 0);
    for (size_t i = 0; i < losses.size(); ++i) {
      sums_[i] += losses[i].values[0];
    }
    names_ = losses;
    ++count_;
  }
  /// And starts anew.
  std::vector<NamedValues> Take() {
    std::vector<NamedValues> means = names_;
    for (size_t i = 0; i < means.size(); ++i) {
      means[i].values = {sums_[i] / static_cast<double>(count_)};
    }
    sums_.clear();
    count_ = 0;
    return means;
  }

 private:
  std::vector<NamedValues> names_;
  std::vector<double> sums_;
  int64_t count_ = 0;
};

struct Lesson {
  const OfflineData& data;
  int64_t steps;
  int64_t batch;
};

/// All steps; the losses of the last tenth.
market::Result<std::vector<NamedValues>> Teach(OfflineLearner& learner,
                                               const Lesson& lesson,
                                               TrainingDraws& draws,
                                               const TrainingWatch& watch) {
  const int64_t part = std::max<int64_t>(1, lesson.steps / 10);
  LossMeans means;
  std::vector<NamedValues> last;
  for (int64_t step = 1; step <= lesson.steps; ++step) {
    means.Add(learner.Step(lesson.data.Draw(lesson.batch, draws)));
    if (step % part == 0 || step == lesson.steps) last = means.Take();
    if (step % 100 != 0 && step != lesson.steps) continue;
    if (!watch({step, lesson.steps, last})) {
      return market::Error{
          market::Concat("training was stopped at step ", step)};
    }
  }
  return last;
}

void AddFigures(const OfflineData& data, market::TrainedModel& model) {
  const double ends =
      static_cast<double>(data.rows()) - data.live.sum().item<double>();
  model.figures.push_back({"rows", {static_cast<double>(data.rows())}});
  model.figures.push_back(
      {"mean_return", {data.reward.sum().item<double>() / ends}});
}

market::ParamSpec Count(const char* name, double value, double most,
                        const char* help) {
  market::ParamSpec spec = NumberParam(name, value, {1, most}, help);
  spec.shape = market::ParamShape::kInteger;
  return spec;
}

}  // namespace

market::Result<market::TrainedModel> TrainOffline(const std::string& member,
                                                  const TrainingTask& task,
                                                  const TrainingWatch& watch,
                                                  const MakeLearner& make) {
  torch::set_num_threads(1);
  const auto data =
      ReadOffline(task.trajectories, OfflineChoiceOf(task.params));
  if (!data) return market::Error{member + ": " + data.error().message};
  TrainingDraws draws(task.seed);
  const auto learner = make({task.params, *data, draws});
  auto losses =
      Teach(*learner,
            {*data, task.params.integer("steps"), task.params.integer("batch")},
            draws, watch);
  if (!losses) return losses.error();
  market::TrainedModel model;
  model.member = member;
  model.task = task.text;
  model.seed = task.seed;
  data->Describe(model);
  learner->ExportTo(model);
  model.figures = std::move(losses).value();
  AddFigures(*data, model);
  return model;
}

std::vector<market::ParamSpec> OfflineParams(const OfflineDefaults& defaults) {
  std::vector<market::ParamSpec> params = OfflineDataParams();
  params.push_back(
      Count("steps", defaults.steps, 1e7, "Batches to learn from"));
  params.push_back(Count("batch", 100, 1e5, "Rows of a batch"));
  params.push_back(NumberParam("learning_rate", defaults.learning_rate,
                               {1e-8, 1}, "Of Adam"));
  return params;
}

NamedValues Loss(const char* name, const torch::Tensor& value) {
  return {name, {value.item<double>()}};
}

void Descend(const torch::Tensor& loss, torch::optim::Optimizer& optimizer) {
  optimizer.zero_grad();
  loss.backward();
  optimizer.step();
}

torch::optim::Adam NewAdam(const torch::nn::Module& module, double rate) {
  return torch::optim::Adam(module.parameters(),
                            torch::optim::AdamOptions(rate));
}

}  // namespace souk::agents
