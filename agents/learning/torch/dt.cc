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
#include "agents/learning/torch/dt_net.h"

namespace souk::agents {
namespace {

constexpr double kDecay = 1e-4;
constexpr double kMostGradient = 0.25;

class Dt final : public SequenceLearner {
 public:
  explicit Dt(const SequenceStart& start)
      : start_(start),
        net_(start),
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
