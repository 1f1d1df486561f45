#include "agents/learning/torch/dt_net.h"

namespace souk::agents {
namespace {

EncoderNetImpl::Shape Shape(const SequenceStart& start) {
  return {start.whole("width"),
          start.whole("layers"),
          start.whole("feed_forward"),
          {static_cast<size_t>(start.whole("heads")), /*causal=*/true,
           Activation::kGelu}};
}

}  // namespace

DtNetImpl::DtNetImpl(const SequenceStart& start)
    : width_(start.whole("width")),
      returns_(register_module("returns", NewDense(1, width_, start.draws))),
      state_(register_module(
          "state", NewDense(start.data.rows.width(), width_, start.draws))),
      action_(register_module("action", NewDense(1, width_, start.draws))),
      head_(register_module("head", NewDense(width_, 1, start.draws))),
      norm_(register_module(
          "norm", torch::nn::LayerNorm(torch::nn::LayerNormOptions({width_})))),
      encoder_(
          register_module("encoder", EncoderNet(Shape(start), start.draws))),
      time_(register_parameter(
          "time", 0.02 * start.draws.Normals(
                             {static_cast<int64_t>(start.data.settings.ticks),
                              width_}))) {}

torch::Tensor DtNetImpl::forward(const SequenceBatch& batch) {
  const int64_t count = batch.state.size(0);
  const int64_t steps = batch.state.size(1);
  const torch::Tensor time =
      time_.index_select(0, batch.tick.flatten()).view({count, steps, -1});
  const torch::Tensor tokens =
      torch::stack({returns_(batch.to_go) + time, state_(batch.state) + time,
                    action_(batch.action) + time},
                   2)
          .view({count, 3 * steps, width_});
  const torch::Tensor seen =
      encoder_(norm_(tokens)).view({count, steps, 3, width_});
  return torch::tanh(head_(seen.select(2, 1)));
}

}  // namespace souk::agents
