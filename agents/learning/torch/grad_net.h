// The network of grad.cc, the counterpart of agents/strategies/grad.cc.
#pragma once

#include <vector>

#include "agents/learning/torch/sequence_training.h"

namespace souk::agents {

/// Columns of the token for a single number, and for the time of day.
inline constexpr int64_t kTokenPart = 8;

/// What the network says of a batch, [n * steps, ...].
struct GradSaid {
  torch::Tensor policy, value, action;  ///< [n * steps, 1]
  torch::Tensor router;                 ///< [n * steps, experts]
  torch::Tensor shared_error;           ///< [n * steps, 1]: |h - shared h|^2
};

class GradNetImpl : public torch::nn::Module {
 public:
  /// Of params width, layers, heads and experts.
  explicit GradNetImpl(const SequenceStart& start);
  /// `uniform`: [n * steps, experts] draws in [0, 1), for candidates.
  GradSaid forward(const SequenceBatch& batch, const torch::Tensor& uniform);

 private:
  void AddExperts(const SequenceStart& start);
  torch::Tensor Tokens(const SequenceBatch& batch);
  /// What the expert of the highest probability makes of each row.
  torch::Tensor Routed(const torch::Tensor& h, const torch::Tensor& router);

  int64_t width_;
  torch::nn::Linear returns_{nullptr}, state_{nullptr}, before_{nullptr},
      router_{nullptr};
  torch::nn::LayerNorm norm_{nullptr}, mixed_norm_{nullptr};
  EncoderNet encoder_{nullptr};
  MlpNet policy_{nullptr}, value_{nullptr}, shared_{nullptr}, choice_{nullptr};
  std::vector<MlpNet> experts_;
  torch::Tensor time_;
};
TORCH_MODULE(GradNet);

}  // namespace souk::agents
