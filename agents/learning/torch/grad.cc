// grad: a causal transformer over (return to go, state, action before), from
// whose tokens h a mixture of experts makes the action.
//
//   h_0      = norm(E_g g + E_s s + E_a a_{t-1} + time), side by side
//   a        = tanh(policy h)                  policy loss (a - action)^2
//   r        = value h                         value loss  (r - R)^2,
//              R = ValueTarget + N(0, .05^2)
//   omega    = softmax(router h), route m = the highest
//   Y        = norm(shared h + expert_m h)
//   a*       = choice Y + sum_m omega_m c_m,   c_m = a_{t-1} U[.8, 1.2)
//   loss     = policy + value + action + .01 (.2 balance + .8 |h - shared h|^2)
//              + .01 cos(a*, a)
//   action loss  sigmoid(R - r) (a* - action)^2: the notes on GRAD give a* no
//                loss of its own; ours imitates what did better than expected
//
// Reference: GRAD, generative reward-driven ad bidding with a mixture of
// experts (Meituan, 2025). Theirs: 8 layers of width 512, 16 heads, 400 000
// steps at 1e-5, 6 experts, context 20; ours, for three minutes on one core: 2
// layers of 64, 4 heads, 2000 steps at 3e-4, the same experts and context.
//
// Parameters: those of sequence_training.h; width, layers, heads, experts.
#include "agents/learning/torch/grad_formulas.h"
#include "agents/learning/torch/grad_net.h"

namespace souk::agents {
namespace {

constexpr double kDecay = 1e-4;
constexpr double kMostGradient = 0.25;
constexpr double kTargetNoise = 0.05;
constexpr double kBalanceShare = 0.2;
constexpr double kMinor = 0.01;

class Grad final : public SequenceLearner {
 public:
  explicit Grad(const SequenceStart& start)
      : start_(start),
        net_(start),
        adam_(NewAdamW(*net_, start.number("learning_rate"), kDecay)) {}

  std::vector<market::NamedValues> Step() override {
    const SequenceBatch batch =
        start_.data.DrawPast(start_.whole("batch"), start_.draws);
    const GradSaid said = net_(
        batch,
        start_.draws.Uniforms({batch.live.numel(), start_.whole("experts")}));
    const torch::Tensor live = batch.live.flatten().unsqueeze(1);
    const auto mean = [&](const torch::Tensor& each) {
      return (each * live).sum() / live.sum();
    };
    const torch::Tensor action = batch.action.flatten(0, 1);
    const torch::Tensor target = Target(batch);
    const torch::Tensor policy_loss = mean((said.policy - action).square());
    const torch::Tensor value_loss = mean((said.value - target).square());
    const torch::Tensor merit = torch::sigmoid(target - said.value).detach();
    const torch::Tensor action_loss =
        mean(merit * (said.action - action).square());
    const torch::Tensor minor = kBalanceShare * RouterBalance(said.router) +
                                (1 - kBalanceShare) * mean(said.shared_error) +
                                Likeness(said, batch);
    DescendBy(policy_loss + value_loss + action_loss + kMinor * minor,
              {WarmRate(start_.number("learning_rate"), step_++,
                        start_.whole("steps")),
               kMostGradient},
              adam_);
    return {LossOf("policy_loss", policy_loss),
            LossOf("value_loss", value_loss),
            LossOf("action_loss", action_loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*net_, "net", model);
    model.settings.push_back(
        {"heads", {static_cast<double>(start_.whole("heads"))}});
  }

 private:
  torch::Tensor Target(const SequenceBatch& batch) {
    const torch::Tensor day = batch.tick.unsqueeze(2).to(torch::kFloat) /
                              static_cast<double>(start_.data.settings.ticks);
    const torch::Tensor target =
        ValueTarget({batch.to_go, batch.reached, batch.left, day});
    return (target + kTargetNoise * start_.draws.Normals(target.sizes().vec()))
        .flatten(0, 1);
  }
  /// Mean cosine of the two actions over the ticks of a part.
  torch::Tensor Likeness(const GradSaid& said,
                         const SequenceBatch& batch) const {
    const auto over = [&](const torch::Tensor& each) {
      return each.view(batch.live.sizes()) * batch.live;
    };
    return torch::cosine_similarity(over(said.action), over(said.policy), 1)
        .mean();
  }

  SequenceStart start_;
  GradNet net_;
  torch::optim::AdamW adam_;
  int64_t step_ = 0;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      SequenceParams({.steps = 2000, .context = 20});
  market::ParamSpec width =
      CountParam("width", 64, 4096, "Of the tokens, above 24");
  width.min = 3 * kTokenPart + 1;
  params.push_back(std::move(width));
  params.push_back(CountParam("layers", 2, 64, "Of the transformer"));
  params.push_back(CountParam("heads", 4, 64, "Of attention"));
  params.push_back(CountParam("experts", 6, 64, "Of the mixture"));
  return params;
}

}  // namespace

TrainerEntry GradTrainer() {
  return {.name = "grad",
          .help = "Transformer whose actions a mixture of experts makes",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainSequences("grad", task, watch,
                                  [](const SequenceStart& start) {
                                    return std::make_unique<Grad>(start);
                                  });
          }};
}

}  // namespace souk::agents
