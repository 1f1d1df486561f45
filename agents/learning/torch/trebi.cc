// trebi: a diffusion model of plans, with values of their return and cost that
// plans are guided by.
//
//   plan loss     w (x_0 - plan(x_k, k))^2,  w = 10 for the first action else 1
//   returns loss  (return to come - J_r(x_k, k))^2
//   costs loss    (cost to come - J_c(x_k, k))^2
//
// x: (action, state) of `horizon` ticks from any tick on, filled up with the
// last of the day. Costs are shares of the daily budget. The plan network
// served is a moving average (.995).
//
// Reference: Lin, Tang, Zhang et al., "Safe offline reinforcement learning with
// real-time budget constraints" (TREBI, ICML 2023). Theirs: horizon 32, 20
// steps of noise, a temporal U-Net, values by its encoder, 1e6 steps at 2e-4,
// 64 plans. Ours, for 20 ms a tick and two minutes on one core: 16, 8,
// temporal_net.h, dense networks with tanh, 3000 at 1e-3, 16 plans. Days end
// and are short: nothing is discounted.
//
// Parameters: those of sequence_training.h (its context is not used); horizon,
// plans, width, blocks, noise_steps.
#include "agents/learning/torch/noise_levels.h"
#include "agents/learning/torch/sequence_training.h"
#include "agents/learning/torch/temporal_net.h"

namespace souk::agents {
namespace {

constexpr double kFirstAction = 10;
constexpr double kAverage = 0.995;
constexpr int64_t kHidden = 64;

MlpNet NewValue(const SequenceStart& start, int64_t columns) {
  const int64_t inputs =
      start.whole("horizon") * columns + start.whole("noise_steps");
  return MlpNet(
      MlpNetImpl::Shape{
          {inputs, kHidden, kHidden, 1}, Activation::kTanh, Activation::kNone},
      start.draws);
}

struct TrebiNetImpl : torch::nn::Module {
  explicit TrebiNetImpl(const SequenceStart& start)
      : plan(register_module(
            "plan",
            TemporalModule(TemporalShape{.columns = start.data.rows.width() + 1,
                                         .context = start.whole("noise_steps"),
                                         .width = start.whole("width"),
                                         .blocks = start.whole("blocks")},
                           start.draws))),
        returns(register_module("returns",
                                NewValue(start, start.data.rows.width() + 1))),
        costs(register_module("costs",
                              NewValue(start, start.data.rows.width() + 1))) {}

  TemporalModule plan;
  MlpNet returns, costs;
};
TORCH_MODULE(TrebiNet);

class Trebi final : public SequenceLearner {
 public:
  explicit Trebi(const SequenceStart& start)
      : start_(start),
        schedule_(
            CosineSchedule(static_cast<size_t>(start.whole("noise_steps")))),
        net_(start),
        average_(start),
        adam_(NewAdamW(*net_, start.number("learning_rate"), 0)) {
    Polyak(*net_, *average_, 1);
  }

  std::vector<market::NamedValues> Step() override {
    const SequenceBatch ahead = start_.data.DrawAhead(
        start_.whole("batch"), start_.whole("horizon"), start_.draws);
    const torch::Tensor clean = torch::cat({ahead.action, ahead.state}, 2);
    const NoisyBatch noisy = AddNoise(clean, schedule_, start_.draws);
    const torch::Tensor plan = PlanLoss(clean, noisy);
    const torch::Tensor seen =
        torch::cat({noisy.value.flatten(1), noisy.which}, 1);
    const auto loss = [&](MlpNet& net, const torch::Tensor& wanted) {
      return (net(seen) - wanted.select(1, 0)).square().mean();
    };
    const torch::Tensor returns = loss(net_->returns, ahead.to_go);
    const torch::Tensor costs = loss(net_->costs, ahead.cost_to_go);
    DescendBy(plan + returns + costs,
              {WarmRate(start_.number("learning_rate"), step_++,
                        start_.whole("steps")),
               /*most_gradient=*/1},
              adam_);
    Polyak(*net_, *average_, 1 - kAverage);
    return {LossOf("plan_loss", plan), LossOf("returns_loss", returns),
            LossOf("costs_loss", costs)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*average_->plan, "plan", model);
    Export(*average_->returns, "returns", model);
    Export(*average_->costs, "costs", model);
    model.settings.push_back({kBetasSetting, schedule_.betas()});
    model.settings.push_back({"plans",
                              {static_cast<double>(start_.whole("horizon")),
                               static_cast<double>(start_.whole("plans"))}});
  }

 private:
  torch::Tensor PlanLoss(const torch::Tensor& clean, const NoisyBatch& noisy) {
    torch::Tensor weight = torch::ones({clean.size(1), clean.size(2)});
    weight[0][0] = kFirstAction;
    const torch::Tensor told = net_->plan(noisy.value, noisy.which);
    return (weight * (told - clean).square()).mean();
  }

  SequenceStart start_;
  NoiseSchedule schedule_;
  TrebiNet net_;
  TrebiNet average_;
  torch::optim::AdamW adam_;
  int64_t step_ = 0;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      SequenceParams({.batch = 64, .learning_rate = 1e-3, .context = 1});
  params.push_back(CountParam("horizon", 16, 1000, "Ticks of a plan"));
  params.push_back(CountParam("plans", 16, 1000, "Of which one is chosen"));
  params.push_back(CountParam("width", 32, 1024, "Channels, a multiple of 4"));
  params.push_back(CountParam("blocks", 2, 64, "Residual blocks"));
  params.push_back(CountParam("noise_steps", 8, 1000, "Steps of noise"));
  return params;
}

}  // namespace

TrainerEntry TrebiTrainer() {
  return {.name = "trebi",
          .help = "Diffusion model of plans, with their returns and costs",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainSequences("trebi", task, watch,
                                  [](const SequenceStart& start) {
                                    return std::make_unique<Trebi>(start);
                                  });
          }};
}

}  // namespace souk::agents
