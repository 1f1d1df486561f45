#include "agents/learning/torch/grad_net.h"

namespace souk::agents {
namespace {

MlpNet NewMlp(std::vector<int64_t> widths, Activation last,
              TrainingDraws& draws) {
  return MlpNet(MlpNetImpl::Shape{std::move(widths), Activation::kRelu, last},
                draws);
}

EncoderNetImpl::Shape Shape(const SequenceStart& start) {
  return {start.whole("width"),
          start.whole("layers"),
          2 * start.whole("width"),
          {static_cast<size_t>(start.whole("heads")), /*causal=*/true,
           Activation::kGelu}};
}

/// [rows, experts]: the coefficient before times U[.8, 1.2), as actions.
torch::Tensor Candidates(const torch::Tensor& before,
                         const torch::Tensor& uniform) {
  return (before + 1) * (0.8 + 0.4 * uniform) - 1;
}

}  // namespace

GradNetImpl::GradNetImpl(const SequenceStart& start)
    : width_(start.whole("width")) {
  TrainingDraws& draws = start.draws;
  const auto add = [&](const char* name, auto made) {
    return register_module(name, made);
  };
  const auto norm = [&] {
    return torch::nn::LayerNorm(torch::nn::LayerNormOptions({width_}));
  };
  returns_ = add("returns", NewDense(1, kTokenPart, draws));
  state_ = add("state", NewDense(start.data.rows.width(),
                                 width_ - 3 * kTokenPart, draws));
  before_ = add("before", NewDense(1, kTokenPart, draws));
  norm_ = add("norm", norm());
  encoder_ = add("encoder", EncoderNet(Shape(start), draws));
  policy_ =
      add("policy", NewMlp({width_, width_, 1}, Activation::kTanh, draws));
  value_ = add("value", NewMlp({width_, width_, 1}, Activation::kNone, draws));
  AddExperts(start);
  mixed_norm_ = add("mixed_norm", norm());
  choice_ =
      add("choice", NewMlp({width_, width_, 1}, Activation::kNone, draws));
  time_ = register_parameter(
      "time",
      0.02 * draws.Normals({static_cast<int64_t>(start.data.settings.ticks),
                            kTokenPart}));
}

GradSaid GradNetImpl::forward(const SequenceBatch& batch,
                              const torch::Tensor& uniform) {
  const torch::Tensor h = Tokens(batch).flatten(0, 1);
  const torch::Tensor router = torch::softmax(router_(h), 1);
  const torch::Tensor shared = shared_(h);
  const torch::Tensor mixed = mixed_norm_(shared + Routed(h, router));
  const torch::Tensor candidates =
      Candidates(batch.before.flatten(0, 1), uniform);
  return {policy_(h), value_(h),
          choice_(mixed) + (router * candidates).sum(1, true), router,
          (h - shared).square().mean(1, true)};
}

void GradNetImpl::AddExperts(const SequenceStart& start) {
  TrainingDraws& draws = start.draws;
  const std::vector<int64_t> widths = {width_, 2 * width_, width_};
  const int64_t count = start.whole("experts");
  router_ = register_module("router", NewDense(width_, count, draws));
  shared_ = register_module("shared", NewMlp(widths, Activation::kNone, draws));
  for (int64_t i = 0; i < count; ++i) {
    experts_.push_back(
        register_module("expert" + std::to_string(i),
                        NewMlp(widths, Activation::kNone, draws)));
  }
}

torch::Tensor GradNetImpl::Tokens(const SequenceBatch& batch) {
  const torch::Tensor time =
      time_.index_select(0, batch.tick.flatten())
          .view({batch.tick.size(0), batch.tick.size(1), kTokenPart});
  return encoder_(norm_(torch::cat(
      {returns_(batch.to_go), state_(batch.state), before_(batch.before), time},
      2)));
}

torch::Tensor GradNetImpl::Routed(const torch::Tensor& h,
                                  const torch::Tensor& router) {
  const torch::Tensor chosen =
      torch::one_hot(router.argmax(1), static_cast<int64_t>(experts_.size()));
  torch::Tensor sum = torch::zeros_like(h);
  for (size_t i = 0; i < experts_.size(); ++i) {
    const torch::Tensor mine =
        chosen.select(1, static_cast<int64_t>(i)).unsqueeze(1);
    sum = sum + mine.to(torch::kFloat) * experts_[i](h);
  }
  return sum;
}

}  // namespace souk::agents
