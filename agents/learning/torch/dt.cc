// dt: decision transformer: a causal transformer that imitates, given the
// return that was still to come.
//
//   tokens  (return to go, state, action) of each of `context` ticks, linear in
//           their values plus a learnt embedding of the tick of the day
//   loss    (tanh(w . token of the state) - action)^2
//
// Reference: Chen et al., "Decision transformer" (NeurIPS 2021), with the
// settings of AuctionNet's bidder (NeurIPS 2024): 3 layers of width 64, one
// head, context 10, AdamW with decay 1e-4, warm-up, gradients clipped at .25.
// Theirs has a feed-forward part of 512 and 10 000 steps at 1e-4; ours, for two
// minutes on one core, 128 and 3000 at 3e-4. Their returns are conversions over
// 2000 with a target of 4; ours are those of learner_rewards.h over the 90th
// percentile of the days' with a target of 1.
//
// Parameters: those of sequence_training.h; width, layers, feed_forward, heads.
#include "agents/learning/torch/sequence_training.h"

namespace souk::agents {
namespace {

constexpr double kDecay = 1e-4;
constexpr double kMostGradient = 0.25;

class DtNetImpl : public torch::nn::Module {
 public:
  DtNetImpl(const SequenceStart& start, const EncoderNetImpl::Shape& shape)
      : width_(shape.width),
        returns_(register_module("returns", NewDense(1, width_, start.draws))),
        state_(register_module(
            "state", NewDense(start.data.rows.width(), width_, start.draws))),
        action_(register_module("action", NewDense(1, width_, start.draws))),
        head_(register_module("head", NewDense(width_, 1, start.draws))),
        norm_(register_module(
            "norm",
            torch::nn::LayerNorm(torch::nn::LayerNormOptions({width_})))),
        encoder_(register_module("encoder", EncoderNet(shape, start.draws))),
        time_(register_parameter(
            "time", 0.02 * start.draws.Normals(
                               {static_cast<int64_t>(start.data.settings.ticks),
                                width_}))) {}

  /// [n, steps, 1]: actions, each from what was known when it was taken.
  torch::Tensor forward(const SequenceBatch& batch) {
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

 private:
  int64_t width_;
  torch::nn::Linear returns_, state_, action_, head_;
  torch::nn::LayerNorm norm_;
  EncoderNet encoder_;
  torch::Tensor time_;
};
TORCH_MODULE(DtNet);

class Dt final : public SequenceLearner {
 public:
  explicit Dt(const SequenceStart& start)
      : start_(start),
        net_(start, Shape(start)),
        adam_(NewAdamW(*net_, start.number("learning_rate"), kDecay)) {}

  std::vector<market::NamedValues> Step() override {
    const SequenceBatch batch =
        start_.data.DrawPast(start_.whole("batch"), start_.draws);
    const torch::Tensor error =
        (net_(batch) - batch.action).square().squeeze(2) * batch.live;
    const torch::Tensor loss = error.sum() / batch.live.sum();
    DescendBy(loss,
              {WarmRate(start_.number("learning_rate"), step_++,
                        start_.whole("steps")),
               kMostGradient},
              adam_);
    return {LossOf("action_loss", loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*net_, "net", model);
    model.settings.push_back(
        {"heads", {static_cast<double>(start_.whole("heads"))}});
  }

 private:
  static EncoderNetImpl::Shape Shape(const SequenceStart& start) {
    return {start.whole("width"),
            start.whole("layers"),
            start.whole("feed_forward"),
            {static_cast<size_t>(start.whole("heads")), /*causal=*/true,
             Activation::kGelu}};
  }

  SequenceStart start_;
  DtNet net_;
  torch::optim::AdamW adam_;
  int64_t step_ = 0;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = SequenceParams({});
  params.push_back(CountParam("width", 64, 4096, "Of the tokens"));
  params.push_back(CountParam("layers", 3, 64, "Of the transformer"));
  params.push_back(
      CountParam("feed_forward", 128, 16384, "Width within a layer"));
  params.push_back(CountParam("heads", 1, 64, "Of attention"));
  return params;
}

}  // namespace

TrainerEntry DtTrainer() {
  return {.name = "dt",
          .help = "Decision transformer: imitates days of a given return",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainSequences("dt", task, watch,
                                  [](const SequenceStart& start) {
                                    return std::make_unique<Dt>(start);
                                  });
          }};
}

}  // namespace souk::agents
