#include "agents/learning/torch/networks.h"

namespace souk::agents {

torch::Tensor TrainingDraws::Uniforms(std::vector<int64_t> sizes) {
  torch::Tensor drawn = torch::empty(sizes, torch::kFloat);
  float* const out = drawn.data_ptr<float>();
  for (int64_t i = 0; i < drawn.numel(); ++i) {
    out[i] = static_cast<float>(Uniform());
  }
  return drawn;
}

torch::Tensor TrainingDraws::Normals(std::vector<int64_t> sizes) {
  torch::Tensor drawn = torch::empty(sizes, torch::kFloat);
  float* const out = drawn.data_ptr<float>();
  for (int64_t i = 0; i < drawn.numel(); ++i) {
    out[i] = static_cast<float>(Normal());
  }
  return drawn;
}

torch::Tensor TrainingDraws::Integers(int64_t count, uint64_t bound) {
  torch::Tensor drawn = torch::empty({count}, torch::kLong);
  int64_t* const out = drawn.data_ptr<int64_t>();
  for (int64_t i = 0; i < count; ++i) {
    out[i] = static_cast<int64_t>(Integer(bound));
  }
  return drawn;
}

torch::Tensor Activated(Activation activation, const torch::Tensor& values) {
  switch (activation) {
    case Activation::kRelu:
      return torch::relu(values);
    case Activation::kTanh:
      return torch::tanh(values);
    case Activation::kSigmoid:
      return torch::sigmoid(values);
    case Activation::kSoftplus:
      return torch::softplus(values);
    case Activation::kMish:
      return values * torch::tanh(torch::softplus(values));
    case Activation::kSilu:
      return torch::silu(values);
    case Activation::kGelu:
      return torch::gelu(values);
    case Activation::kNone:
      break;
  }
  return values;
}

torch::nn::Linear NewDense(int64_t inputs, int64_t outputs,
                           TrainingDraws& draws) {
  torch::nn::Linear made(inputs, outputs);
  const double most = std::sqrt(6.0 / static_cast<double>(inputs + outputs));
  const torch::NoGradGuard none;
  made->weight.copy_((draws.Uniforms({outputs, inputs}) * 2 - 1) * most);
  made->bias.zero_();
  return made;
}

torch::nn::Conv1d NewConv1d(const ConvShape& shape, TrainingDraws& draws) {
  torch::nn::Conv1d made(
      torch::nn::Conv1dOptions(shape.inputs, shape.outputs, shape.kernel)
          .padding(shape.kernel / 2));
  const double most = std::sqrt(
      6.0 / static_cast<double>((shape.inputs + shape.outputs) * shape.kernel));
  const torch::NoGradGuard none;
  made->weight.copy_(
      (draws.Uniforms({shape.outputs, shape.inputs, shape.kernel}) * 2 - 1) *
      most);
  made->bias.zero_();
  return made;
}

MlpNetImpl::MlpNetImpl(const Shape& shape, TrainingDraws& draws)
    : shape_(shape) {
  for (size_t i = 0; i + 1 < shape.widths.size(); ++i) {
    layers_.push_back(
        register_module(std::to_string(i),
                        NewDense(shape.widths[i], shape.widths[i + 1], draws)));
  }
}

torch::Tensor MlpNetImpl::forward(torch::Tensor x) {
  for (size_t i = 0; i < layers_.size(); ++i) {
    const bool last = i + 1 == layers_.size();
    x = Activated(last ? shape_.last : shape_.hidden, layers_[i](x));
  }
  return x;
}

EncoderNetImpl::EncoderNetImpl(const Shape& shape, TrainingDraws& draws)
    : shape_(shape) {
  const int64_t width = shape.width;
  for (int64_t i = 0; i < shape.layers; ++i) {
    const auto add = [&](const char* name, int64_t in, int64_t out) {
      return register_module(std::to_string(i) + "_" + name,
                             NewDense(in, out, draws));
    };
    Layer layer;
    layer.query = add("query", width, width);
    layer.key = add("key", width, width);
    layer.value = add("value", width, width);
    layer.output = add("output", width, width);
    layer.ff1 = add("ff1", width, shape.feed_forward);
    layer.ff2 = add("ff2", shape.feed_forward, width);
    const auto norm = [&](const char* name) {
      return register_module(
          std::to_string(i) + "_" + name,
          torch::nn::LayerNorm(torch::nn::LayerNormOptions({width})));
    };
    layer.norm1 = norm("norm1");
    layer.norm2 = norm("norm2");
    layers_.push_back(layer);
  }
}

torch::Tensor EncoderNetImpl::Attention(const Layer& layer,
                                        const torch::Tensor& x) const {
  const int64_t batch = x.size(0);
  const int64_t tokens = x.size(1);
  const auto heads = static_cast<int64_t>(shape_.shape.heads);
  const int64_t part = shape_.width / heads;
  const auto split = [&](torch::nn::Linear dense) {
    return dense(x).view({batch, tokens, heads, part}).transpose(1, 2);
  };
  torch::Tensor scores =
      torch::matmul(split(layer.query), split(layer.key).transpose(2, 3)) /
      std::sqrt(static_cast<double>(part));
  if (shape_.shape.causal) {
    const torch::Tensor later =
        torch::ones({tokens, tokens}, torch::kBool).triu(1);
    scores = scores.masked_fill(later, -1e30);
  }
  const torch::Tensor mixed =
      torch::matmul(torch::softmax(scores, -1), split(layer.value));
  torch::nn::Linear output = layer.output;
  return output(mixed.transpose(1, 2).reshape({batch, tokens, shape_.width}));
}

torch::Tensor EncoderNetImpl::forward(torch::Tensor x) {
  for (Layer& layer : layers_) {
    x = layer.norm1(x + Attention(layer, x));
    x = layer.norm2(
        x + layer.ff2(Activated(shape_.shape.activation, layer.ff1(x))));
  }
  return x;
}

void Export(const torch::nn::Module& module, const std::string& prefix,
            market::TrainedModel& model) {
  for (const auto& item : module.named_parameters()) {
    const torch::Tensor values = item.value().detach().contiguous();
    market::Tensor& made = model.tensors.emplace_back();
    made.name = prefix + "." + item.key();
    for (const int64_t size : values.sizes()) {
      made.shape.push_back(static_cast<uint32_t>(size));
    }
    const float* const first = values.data_ptr<float>();
    made.values.assign(first, first + values.numel());
  }
}

void ClippedStep(torch::optim::Optimizer& optimizer, double most) {
  if (most > 0) {
    for (auto& group : optimizer.param_groups()) {
      torch::nn::utils::clip_grad_norm_(group.params(), most);
    }
  }
  optimizer.step();
}

void Polyak(const torch::nn::Module& source, torch::nn::Module& target,
            double rate) {
  const torch::NoGradGuard none;
  auto from = source.parameters();
  auto to = target.parameters();
  for (size_t i = 0; i < from.size(); ++i) {
    to[i].lerp_(from[i], rate);
  }
}

}  // namespace souk::agents
