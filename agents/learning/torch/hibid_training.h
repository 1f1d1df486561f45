// Training of HiBid's two levels; see hibid.cc for the rules.
#pragma once

#include <functional>

#include "agents/learning/torch/hibid_data.h"

namespace souk::agents {

struct HibidRules {
  int64_t executor_steps = 0;
  int64_t planner_steps = 0;
  int64_t batch = 0;
  double learning_rate = 0;
  double discount = 1;  ///< of the executor; the planner has none
  double most_lambda = 0;
  double threshold = 0;    ///< of LikelyActions
  double data_weight = 0;  ///< of the error on actions of the data
  double batch_loss = 0;   ///< weight of L_aux
};

/// Gets the level ("executor_loss", ...), its step, its steps and its loss;
/// false: stop.
using HibidWatch = std::function<bool(const char*, int64_t, int64_t, double)>;

/// Networks "executor" and "imitation". False: stopped.
bool TrainExecutor(const ExecutorData& data, const HibidRules& rules,
                   TrainingDraws& draws, const HibidWatch& watch,
                   market::TrainedModel& model);
/// Network "planner". False: stopped.
bool TrainPlanner(const PlannerData& data, const HibidRules& rules,
                  TrainingDraws& draws, const HibidWatch& watch,
                  market::TrainedModel& model);

// Formulas.

/// [n, actions] bool: probability at least `threshold` of the likeliest.
torch::Tensor LikelyMask(const torch::Tensor& logits, double threshold);
/// Cross-entropy to the actions taken, plus .01 of the mean squared logit.
torch::Tensor ImitationLoss(const torch::Tensor& logits,
                            const torch::Tensor& action);
/// [n]: sum of a * softmax(beta * q) over actions.
torch::Tensor SoftArgMax(const torch::Tensor& q, double beta);
/// The same of q after a min-max normalisation of each row.
torch::Tensor SoftAction(const torch::Tensor& q);
/// Of one channel: .01 (.01 (predicted - logged))^2.
torch::Tensor BatchLoss(const torch::Tensor& predicted,
                        const torch::Tensor& logged);
/// weight * huber(Q(s, a) - y) + (1 - weight) * mean of (Q(s, a~) - max of
/// likely Q)^2 over one action a~ per row, where that is not likely.
struct ConservativeTerms {
  torch::Tensor q;       ///< [n, actions]
  torch::Tensor action;  ///< [n]
  torch::Tensor target;  ///< [n]
  torch::Tensor other;   ///< [n]: a~
  torch::Tensor likely;  ///< [n, actions]
};
torch::Tensor ConservativeLoss(const ConservativeTerms& terms, double weight);

}  // namespace souk::agents
