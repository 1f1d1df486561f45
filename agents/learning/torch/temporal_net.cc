#include "agents/learning/torch/temporal_net.h"

#include "agents/learning/temporal_net.h"

namespace souk::agents {

TemporalNetImpl::TemporalNetImpl(const TemporalShape& shape,
                                 TrainingDraws& draws)
    : shape_(shape),
      in_(register_module(
          "in", NewConv1d({shape.columns, shape.width, shape.kernel}, draws))),
      out_(register_module("out",
                           NewConv1d({shape.width, shape.columns, 1}, draws))),
      embed_(register_module(
          "embed",
          MlpNet(MlpNetImpl::Shape{{shape.context, shape.width, shape.width},
                                   Activation::kMish,
                                   Activation::kMish},
                 draws))) {
  for (int64_t i = 0; i < shape.blocks; ++i) {
    blocks_.push_back(NewBlock(i, draws));
  }
}

TemporalNetImpl::Block TemporalNetImpl::NewBlock(int64_t i,
                                                 TrainingDraws& draws) {
  const std::string prefix = std::to_string(i) + "_";
  const int64_t width = shape_.width;
  const ConvShape conv{width, width, shape_.kernel};
  const auto norm = [&](const char* name) {
    return register_module(prefix + name,
                           torch::nn::GroupNorm(torch::nn::GroupNormOptions(
                               kTemporalGroups, width)));
  };
  Block made;
  made.conv1 = register_module(prefix + "conv1", NewConv1d(conv, draws));
  made.norm1 = norm("norm1");
  made.context =
      register_module(prefix + "context", NewDense(width, width, draws));
  made.conv2 = register_module(prefix + "conv2", NewConv1d(conv, draws));
  made.norm2 = norm("norm2");
  return made;
}

torch::Tensor TemporalNetImpl::forward(const torch::Tensor& x,
                                       const torch::Tensor& context) {
  const auto mish = [](const torch::Tensor& values) {
    return Activated(Activation::kMish, values);
  };
  const torch::Tensor told = embed_(context);
  torch::Tensor h = in_(x.transpose(1, 2));
  for (Block& block : blocks_) {
    const torch::Tensor first =
        mish(block.norm1(block.conv1(h))) + block.context(told).unsqueeze(2);
    h = h + mish(block.norm2(block.conv2(first)));
  }
  return out_(h).transpose(1, 2);
}

}  // namespace souk::agents
