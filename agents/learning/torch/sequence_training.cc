#include "agents/learning/torch/sequence_training.h"

#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {

using market::NamedValues;
using market::Result;
using market::TrainedModel;

Result<TrainedModel> TrainSequences(const std::string& member,
                                    const TrainingTask& task,
                                    const TrainingWatch& watch,
                                    const MakeSequenceLearner& make) {
  torch::set_num_threads(1);
  const auto context = static_cast<size_t>(task.params.integer("context"));
  const auto data = ReadSequences(task, context);
  if (!data) return market::Error{member + ": " + data.error().message};
  TrainingDraws draws(task.seed);
  const auto learner = make({task.params, *data, draws});
  auto losses = RunSteps(
      task.params.integer("steps"), [&] { return learner->Step(); }, watch);
  if (!losses) return losses.error();
  TrainedModel model;
  model.member = member;
  model.task = task.text;
  model.seed = task.seed;
  data->Describe(model);
  learner->ExportTo(model);
  model.figures = std::move(losses).value();
  model.figures.push_back({"rows", {static_cast<double>(data->rows.rows())}});
  model.figures.push_back({"return_unit", {data->settings.unit}});
  return model;
}

std::vector<market::ParamSpec> SequenceParams(
    const SequenceDefaults& defaults) {
  std::vector<market::ParamSpec> params = OfflineDataParams();
  params.push_back(
      CountParam("steps", defaults.steps, 1e7, "Batches to learn from"));
  params.push_back(
      CountParam("batch", defaults.batch, 1e4, "Parts of days in a batch"));
  params.push_back(NumberParam("learning_rate", defaults.learning_rate,
                               {1e-8, 1}, "Of AdamW"));
  params.push_back(CountParam("context", defaults.context, 1000,
                              "Ticks of the day that it sees"));
  return params;
}

double WarmRate(double rate, int64_t step, int64_t steps) {
  const double part = 10.0 * static_cast<double>(step + 1) /
                      static_cast<double>(std::max<int64_t>(steps, 1));
  return rate * std::min(part, 1.0);
}

void DescendBy(const torch::Tensor& loss, const Descent& descent,
               torch::optim::AdamW& optimizer) {
  for (auto& group : optimizer.param_groups()) {
    static_cast<torch::optim::AdamWOptions&>(group.options()).lr(descent.rate);
  }
  optimizer.zero_grad();
  loss.backward();
  ClippedStep(optimizer, descent.most_gradient);
}

torch::optim::AdamW NewAdamW(const torch::nn::Module& module, double rate,
                             double decay) {
  return torch::optim::AdamW(
      module.parameters(),
      torch::optim::AdamWOptions(rate).weight_decay(decay));
}

NamedValues LossOf(const char* name, const torch::Tensor& value) {
  return {name, {value.item<double>()}};
}

}  // namespace souk::agents
