// Two critics that say Q(s, a) as a distribution over symlog bins, and slow
// copies of both.
#pragma once

#include <vector>

#include "agents/learning/torch/networks.h"
#include "agents/learning/torch/offline_formulas.h"

namespace souk::agents {

/// Sums of rewards are within about 150 and -20 (learner_rewards.h).
inline constexpr SymlogBins kReturnBins = {101, -3, 5};

class BinCritics {
 public:
  /// Hidden layers of `hidden` twice, ReLU.
  BinCritics(int64_t features, int64_t hidden, TrainingDraws& draws);

  torch::nn::Module& learning() const { return *pair_; }
  const MlpNet& first() const { return pair_->one; }
  /// [n, features], [n, 1] to [n].
  torch::Tensor First(const torch::Tensor& state, const torch::Tensor& action);
  /// Of the slow copies, without gradients: share * min + (1 - share) * max.
  torch::Tensor SlowMinimum(const torch::Tensor& state,
                            const torch::Tensor& action, double share = 1);
  /// Mean cross entropy against `target` [n], summed over both.
  torch::Tensor Loss(const torch::Tensor& state, const torch::Tensor& action,
                     const torch::Tensor& target);
  void Follow(double rate) { Polyak(*pair_, *slow_, rate); }

 private:
  struct Pair : torch::nn::Module {
    Pair(int64_t features, int64_t hidden, TrainingDraws& draws);
    MlpNet one, other;
  };
  std::shared_ptr<Pair> pair_, slow_;
};

}  // namespace souk::agents
