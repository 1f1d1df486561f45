// The networks of CAL and how they learn from batches: soft actor-critic with
// an ensemble of cost critics and a multiplier.
//
//   y      = r + g live (min Q'(s', a') - alpha log pi(a'|s'))       twin Q
//   y_i    = c + g live Q'_{c,i}(s', a')                             each head
//   actor    min alpha log pi(a|s) - min Q(s, a)
//                + (lambda - rect) Q^U(s, a),  a = tanh(mean + sigma n)
//   lambda   rises where Q^U(s, a_data) exceeds the limit, by Adam on its log
//   alpha    so that the entropy is that of -1
//
// Q^U, rect: agents/learning/cautious_cost.h. Copies Q' follow at a rate of
// kFollow. Reference: see there.
#pragma once

#include "agents/learning/torch/offline_training.h"

namespace souk::agents {

struct CautiousBatch {
  torch::Tensor state, action, reward, cost, next, live;  ///< [n, width or 1]
};

struct CautiousRules {
  int64_t states = 1;
  int64_t hidden = 64;
  int64_t heads = 4;
  double caution = 0.5;
  double correction = 10;
  double limit = 0;  ///< of discounted costs
  double discount = 0.99;
  double rate = 1e-3;
  double dual_rate = 1e-2;
};

class CautiousActor {
 public:
  CautiousActor(const CautiousRules& rules, TrainingDraws& draws);

  /// An action, with noise or the mean one.
  double Sample(std::span<const float> state);
  double Mean(std::span<const float> state);
  /// One step of everything.
  void Learn(const CautiousBatch& batch);
  double lambda() const;
  /// Of the last batch: the mean of Q^U on data.
  double bound() const { return bound_; }
  void ExportTo(market::TrainedModel& model) const;

 private:
  static constexpr double kFollow = 0.01;

  struct Act {
    torch::Tensor action;      // [n, 1]
    torch::Tensor likelihood;  // log of it, [n, 1]
  };
  Act ActIn(const torch::Tensor& state);
  torch::Tensor Bound(const torch::Tensor& pairs);
  void LearnCritics(const CautiousBatch& batch, const torch::Tensor& pairs);
  void LearnActor(const CautiousBatch& batch, double room);
  void LearnMultipliers(double room, const torch::Tensor& likelihood);
  void Follow();

  CautiousRules rules_;
  TrainingDraws& draws_;
  MlpNet policy_;
  std::vector<MlpNet> values_, slow_values_;  // 2
  std::vector<MlpNet> costs_, slow_costs_;    // heads
  torch::Tensor log_lambda_, log_alpha_;      // [1]
  std::vector<torch::optim::Adam> critic_adams_;
  torch::optim::Adam policy_adam_, lambda_adam_, alpha_adam_;
  double bound_ = 0;
};

}  // namespace souk::agents
