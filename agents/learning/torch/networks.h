// Networks for training, the counterparts of agents/learning/network.h layer
// by layer and name by name. The only headers that see libtorch's types are
// those of this folder.
//
// Weights start from souk's own streams (Purpose::kTraining), never from
// libtorch's generator: the same seed gives the same network.
#pragma once

#include <torch/torch.h>

#include <string>
#include <vector>

#include "agents/learning/network.h"
#include "market/random.h"

namespace souk::agents {

/// Draws of one training, in order: initial weights, batches, noise.
class TrainingDraws {
 public:
  explicit TrainingDraws(uint64_t seed)
      : stream_(seed, 0, market::Purpose::kTraining) {}

  double Uniform() { return stream_.Uniform(next_++, 0, 0); }
  double Normal() { return stream_.Normal(next_++, 0, 0); }
  uint64_t Integer(uint64_t bound) {
    return stream_.Integer(bound, next_++, 0, 0);
  }
  /// Of the given sizes, float.
  torch::Tensor Uniforms(std::vector<int64_t> sizes);
  torch::Tensor Normals(std::vector<int64_t> sizes);
  /// `count` whole numbers below `bound`, int64.
  torch::Tensor Integers(int64_t count, uint64_t bound);

 private:
  market::Stream stream_;
  uint64_t next_ = 0;
};

torch::Tensor Activated(Activation activation, const torch::Tensor& values);

/// Uniform in +-sqrt(6 / (in + out)) (Glorot), bias 0.
torch::nn::Linear NewDense(int64_t inputs, int64_t outputs,
                           TrainingDraws& draws);

/// Of these channels and an odd kernel, with "same" padding; [batch, channels,
/// steps]. Uniform in +-sqrt(6 / ((in + out) kernel)), bias 0.
struct ConvShape {
  int64_t inputs = 1;
  int64_t outputs = 1;
  int64_t kernel = 5;
};
torch::nn::Conv1d NewConv1d(const ConvShape& shape, TrainingDraws& draws);

/// Dense layers 0, 1, ... of these widths, the first being the inputs.
class MlpNetImpl : public torch::nn::Module {
 public:
  struct Shape {
    std::vector<int64_t> widths;
    Activation hidden = Activation::kRelu;
    Activation last = Activation::kNone;
  };
  MlpNetImpl(const Shape& shape, TrainingDraws& draws);
  torch::Tensor forward(torch::Tensor x);

 private:
  std::vector<torch::nn::Linear> layers_;
  Shape shape_;
};
TORCH_MODULE(MlpNet);

/// [batch, tokens, width] in and out; layers as in network.h.
class EncoderNetImpl : public torch::nn::Module {
 public:
  struct Shape {
    int64_t width = 64;
    int64_t layers = 2;
    int64_t feed_forward = 128;
    EncoderShape shape;
  };
  EncoderNetImpl(const Shape& shape, TrainingDraws& draws);
  torch::Tensor forward(torch::Tensor x);

 private:
  struct Layer {
    torch::nn::Linear query{nullptr}, key{nullptr}, value{nullptr},
        output{nullptr}, ff1{nullptr}, ff2{nullptr};
    torch::nn::LayerNorm norm1{nullptr}, norm2{nullptr};
  };
  torch::Tensor Attention(const Layer& layer, const torch::Tensor& x) const;

  std::vector<Layer> layers_;
  Shape shape_;
};
TORCH_MODULE(EncoderNet);

/// Appends the parameters of `module` as PREFIX.NAME.
void Export(const torch::nn::Module& module, const std::string& prefix,
            market::TrainedModel& model);

/// An optimiser's step with the gradient's norm clipped first; 0: not clipped.
void ClippedStep(torch::optim::Optimizer& optimizer, double most);

/// target += rate * (source - target), parameter by parameter.
void Polyak(const torch::nn::Module& source, torch::nn::Module& target,
            double rate);

}  // namespace souk::agents
