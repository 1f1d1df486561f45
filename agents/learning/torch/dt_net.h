// The network of dt.cc, the counterpart of agents/strategies/dt.cc.
#pragma once

#include "agents/learning/torch/sequence_training.h"

namespace souk::agents {

class DtNetImpl : public torch::nn::Module {
 public:
  /// Of params width, layers, feed_forward and heads.
  explicit DtNetImpl(const SequenceStart& start);
  /// [n, steps, 1]: actions, each from what was known when it was taken.
  torch::Tensor forward(const SequenceBatch& batch);

 private:
  int64_t width_;
  torch::nn::Linear returns_, state_, action_, head_;
  torch::nn::LayerNorm norm_;
  EncoderNet encoder_;
  torch::Tensor time_;
};
TORCH_MODULE(DtNet);

}  // namespace souk::agents
