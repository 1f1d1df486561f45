// diffusion: a model of the states of whole days, given what they brought, and
// of the actions that lead from state to state.
//
//   noise loss    (eps - eps(x_k, k, y))^2,  x_k by noise_schedule.h
//   inverse loss  (action_t - inverse(s_{t-1}, s_t, s_{t+1}))^2
//   y             (return of the day, 1 if its target was met, 1); zeros for a
//                 quarter of the days, so that it also learns days as such
//
// Reference: Guo et al., "AIGB: generative auto-bidding via conditional
// diffusion modeling" (KDD 2024); schedule, 10 steps and dropout .25 of their
// entry to AuctionNet. Theirs is a U-Net of 128 channels times (1, 2, 4) and an
// inverse model of 3 x 256, trained 500 epochs; ours, for two minutes on one
// core, has three blocks of 32 (temporal_net.h) and 128 x 128.
//
// Parameters: those of sequence_training.h (a context below the ticks of a day
// cuts days short); width, blocks, noise_steps.
#include "agents/learning/torch/noise_levels.h"
#include "agents/learning/torch/sequence_training.h"
#include "agents/learning/torch/temporal_net.h"

namespace souk::agents {
namespace {

constexpr double kDropped = 0.25;
constexpr int64_t kWishColumns = 3;

struct DiffusionNetImpl : torch::nn::Module {
  DiffusionNetImpl(const SequenceStart& start, int64_t noise_steps)
      : noise(register_module(
            "noise",
            TemporalModule(TemporalShape{.columns = start.data.rows.width(),
                                         .context = noise_steps + kWishColumns,
                                         .width = start.whole("width"),
                                         .blocks = start.whole("blocks")},
                           start.draws))),
        inverse(register_module(
            "inverse",
            MlpNet(MlpNetImpl::Shape{{3 * start.data.rows.width(), 128, 128, 1},
                                     Activation::kRelu,
                                     Activation::kTanh},
                   start.draws))) {}

  TemporalModule noise;
  MlpNet inverse;
};
TORCH_MODULE(DiffusionNet);

/// [n, 3]: what the days brought.
torch::Tensor Wishes(const SequenceBatch& days) {
  const torch::Tensor met = (days.reached.select(1, -1) >= 1).to(torch::kFloat);
  return torch::cat({days.to_go.select(1, 0), met, torch::ones_like(met)}, 1);
}

class Diffusion final : public SequenceLearner {
 public:
  explicit Diffusion(const SequenceStart& start)
      : start_(start),
        schedule_(
            CosineSchedule(static_cast<size_t>(start.whole("noise_steps")))),
        net_(start, start.whole("noise_steps")),
        adam_(NewAdamW(*net_, start.number("learning_rate"), 0)) {}

  std::vector<market::NamedValues> Step() override {
    const SequenceBatch days =
        start_.data.DrawDays(start_.whole("batch"), start_.draws);
    const torch::Tensor noise_loss = NoiseLoss(days);
    const torch::Tensor inverse_loss = InverseLoss(days);
    DescendBy(noise_loss + inverse_loss,
              {WarmRate(start_.number("learning_rate"), step_++,
                        start_.whole("steps")),
               /*most_gradient=*/1},
              adam_);
    return {LossOf("noise_loss", noise_loss),
            LossOf("inverse_loss", inverse_loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*net_->noise, "noise", model);
    Export(*net_->inverse, "inverse", model);
    model.settings.push_back({kBetasSetting, schedule_.betas()});
  }

 private:
  torch::Tensor NoiseLoss(const SequenceBatch& days) {
    const NoisyBatch noisy = AddNoise(days.state, schedule_, start_.draws);
    const torch::Tensor kept =
        (start_.draws.Uniforms({days.state.size(0), 1}) >= kDropped)
            .to(torch::kFloat);
    const torch::Tensor told = net_->noise(
        noisy.value, torch::cat({noisy.which, Wishes(days) * kept}, 1));
    return (told - noisy.noise).square().mean();
  }
  torch::Tensor InverseLoss(const SequenceBatch& days) {
    const int64_t moves = days.state.size(1) - 1;
    const torch::Tensor now = days.state.narrow(1, 0, moves);
    const torch::Tensor before = torch::cat(
        {now.narrow(1, 0, 1), days.state.narrow(1, 0, moves - 1)}, 1);
    const torch::Tensor next = days.state.narrow(1, 1, moves);
    const torch::Tensor said =
        net_->inverse(torch::cat({before, now, next}, 2));
    return (said - days.action.narrow(1, 0, moves)).square().mean();
  }

  SequenceStart start_;
  NoiseSchedule schedule_;
  DiffusionNet net_;
  torch::optim::AdamW adam_;
  int64_t step_ = 0;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      SequenceParams({.learning_rate = 1e-3, .context = 1000});
  params.push_back(CountParam("width", 32, 1024, "Channels, a multiple of 4"));
  params.push_back(CountParam("blocks", 3, 64, "Residual blocks"));
  params.push_back(CountParam("noise_steps", 10, 1000, "Steps of noise"));
  return params;
}

}  // namespace

TrainerEntry DiffusionTrainer() {
  return {.name = "diffusion",
          .help = "Diffusion model of days, given what they brought",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainSequences("diffusion", task, watch,
                                  [](const SequenceStart& start) {
                                    return std::make_unique<Diffusion>(start);
                                  });
          }};
}

}  // namespace souk::agents
