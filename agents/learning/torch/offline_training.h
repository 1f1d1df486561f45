// Training from logged data, step by step: what bc, iql, cql, bcq and td3_bc
// share.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/learning/torch/offline_data.h"

namespace souk::agents {

class OfflineLearner {
 public:
  virtual ~OfflineLearner() = default;
  /// One step of learning; its losses.
  virtual std::vector<market::NamedValues> Step(const OfflineBatch& batch) = 0;
  /// The networks that serving needs.
  virtual void ExportTo(market::TrainedModel& model) const = 0;
};

/// What a learner is made from.
struct LearnerStart {
  const market::ParamSet& params;
  const OfflineData& data;
  TrainingDraws& draws;
};
using MakeLearner =
    std::function<std::unique_ptr<OfflineLearner>(const LearnerStart&)>;

/// A model after params.integer("steps") batches of params.integer("batch")
/// rows. Its figures: the means of the losses over the last tenth, the number
/// of rows, and the mean reward of a trajectory.
market::Result<market::TrainedModel> TrainOffline(const std::string& member,
                                                  const TrainingTask& task,
                                                  const TrainingWatch& watch,
                                                  const MakeLearner& make);

/// OfflineDataParams, steps, batch and learning_rate.
struct OfflineDefaults {
  double steps = 20000;
  double learning_rate = 1e-4;
};
std::vector<market::ParamSpec> OfflineParams(const OfflineDefaults& defaults);

market::NamedValues Loss(const char* name, const torch::Tensor& value);

/// One step of an optimiser against a loss.
void Descend(const torch::Tensor& loss, torch::optim::Optimizer& optimizer);

torch::optim::Adam NewAdam(const torch::nn::Module& module, double rate);

}  // namespace souk::agents
