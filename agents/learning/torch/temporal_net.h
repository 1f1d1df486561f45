// The counterpart of agents/learning/temporal_net.h.
#pragma once

#include <vector>

#include "agents/learning/torch/networks.h"

namespace souk::agents {

struct TemporalShape {
  int64_t columns = 1;
  int64_t context = 1;
  int64_t width = 32;  ///< a multiple of kTemporalGroups
  int64_t blocks = 3;
  int64_t kernel = 5;
};

class TemporalNetImpl : public torch::nn::Module {
 public:
  TemporalNetImpl(const TemporalShape& shape, TrainingDraws& draws);
  /// [n, steps, columns] and [n, context] to [n, steps, columns].
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& context);

 private:
  struct Block {
    torch::nn::Conv1d conv1{nullptr}, conv2{nullptr};
    torch::nn::GroupNorm norm1{nullptr}, norm2{nullptr};
    torch::nn::Linear context{nullptr};
  };
  Block NewBlock(int64_t i, TrainingDraws& draws);

  TemporalShape shape_;
  torch::nn::Conv1d in_, out_;
  MlpNet embed_;
  std::vector<Block> blocks_;
};
using TemporalModule = torch::nn::ModuleHolder<TemporalNetImpl>;

}  // namespace souk::agents
