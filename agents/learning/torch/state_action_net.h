// Q(s, a): state and action have a layer each before they meet.
#pragma once

#include <utility>

#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// state -> 64, action -> 64, both -> 64 -> 1, ReLU between.
class StateActionNetImpl : public torch::nn::Module {
 public:
  StateActionNetImpl(int64_t features, TrainingDraws& draws);
  /// [n, features], [n, 1] to [n].
  torch::Tensor forward(const torch::Tensor& state,
                        const torch::Tensor& action);

 private:
  torch::nn::Linear state_{nullptr}, action_{nullptr};
  MlpNet both_{nullptr};
};
TORCH_MODULE(StateActionNet);

/// Two of them, and slow copies of both.
class TwinCritics {
 public:
  TwinCritics(int64_t features, TrainingDraws& draws);

  /// Those that learn, as one module.
  torch::nn::Module& learning() const { return *pair_; }
  std::pair<torch::Tensor, torch::Tensor> Values(const torch::Tensor& state,
                                                 const torch::Tensor& action);
  /// The lesser of both.
  torch::Tensor Minimum(const torch::Tensor& state,
                        const torch::Tensor& action);
  /// Of the slow copies, without gradients.
  torch::Tensor SlowMinimum(const torch::Tensor& state,
                            const torch::Tensor& action);
  /// Mean squared distance from `target`, summed over both.
  torch::Tensor SquaredLoss(const torch::Tensor& state,
                            const torch::Tensor& action,
                            const torch::Tensor& target);
  /// The slow copies come closer.
  void Follow(double rate) { Polyak(*pair_, *slow_, rate); }

 private:
  struct Pair : torch::nn::Module {
    Pair(int64_t features, TrainingDraws& draws);
    StateActionNet one, other;
  };
  std::shared_ptr<Pair> pair_, slow_;
};

}  // namespace souk::agents
