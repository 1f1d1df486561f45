// What trainers of dt, diffusion, grad and trebi share.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "agents/learning/torch/sequence_data.h"
#include "agents/learning/torch/training_loop.h"

namespace souk::agents {

class SequenceLearner {
 public:
  virtual ~SequenceLearner() = default;
  /// One step of learning; its losses.
  virtual std::vector<market::NamedValues> Step() = 0;
  /// The networks and settings that serving needs.
  virtual void ExportTo(market::TrainedModel& model) const = 0;
};

struct SequenceStart {
  const market::ParamSet& params;
  const SequenceData& data;
  TrainingDraws& draws;

  int64_t whole(const char* name) const { return params.integer(name); }
  double number(const char* name) const { return params.number(name); }
};
using MakeSequenceLearner =
    std::function<std::unique_ptr<SequenceLearner>(const SequenceStart&)>;

/// A model after params.integer("steps") steps; its figures: mean losses of the
/// last tenth, the number of rows, and the unit of returns.

market::Result<market::TrainedModel> TrainSequences(
    const std::string& member, const TrainingTask& task,
    const TrainingWatch& watch, const MakeSequenceLearner& make);

/// OfflineDataParams, steps, batch, learning_rate and context.
struct SequenceDefaults {
  double steps = 3000;
  double batch = 32;
  double learning_rate = 3e-4;
  double context = 10;  ///< ticks of the day that the model sees
};
std::vector<market::ParamSpec> SequenceParams(const SequenceDefaults& defaults);

/// Adam's rate in a step: it rises to `rate` over the first tenth.
double WarmRate(double rate, int64_t step, int64_t steps);

/// One clipped step of an optimiser against a loss, at this rate.
struct Descent {
  double rate = 1e-3;
  double most_gradient = 0;
};
void DescendBy(const torch::Tensor& loss, const Descent& descent,
               torch::optim::AdamW& optimizer);

torch::optim::AdamW NewAdamW(const torch::nn::Module& module, double rate,
                             double decay);

market::NamedValues LossOf(const char* name, const torch::Tensor& value);

}  // namespace souk::agents
