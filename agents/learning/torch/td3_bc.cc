// td3_bc: actor and critics of TD3 with imitation added to what the actor
// learns.
//
//   y        = r + discount min Q'(s', clip(policy'(s') + noise, -1, 1))
//   L_Q      = cross entropy of Q(s, a) against two-hot y, both critics
//   L_policy = -(trade / mean |Q|) Q(s, policy(s)) + (policy(s) - a)^2
//
// The policy learns every other step; policy' and Q' are slow copies (.005).
// The noise is N(0, (.2 sigma)^2) clipped to +-.5 sigma, with sigma the
// deviation of the actions in the data. Reference: Fujimoto, Gu, "A minimalist
// approach to offline reinforcement learning" (NeurIPS 2021); the TD3+BC bidder
// of AuctionNet (NeurIPS 2024), which has 756-756 networks, ours 128-128, and
// discount .99, ours 1 as days end.
//
// Parameters: those of offline_training.h; trade, discount.
#include "agents/learning/torch/bin_critics.h"
#include "agents/learning/torch/offline_training.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

class Td3Bc final : public OfflineLearner {
 public:
  explicit Td3Bc(const LearnerStart& start)
      : draws_(start.draws),
        trade_(start.params.number("trade")),
        discount_(start.params.number("discount")),
        spread_(start.data.action.std(/*unbiased=*/false).item<double>()),
        policy_(Shape(start), start.draws),
        slow_policy_(Shape(start), start.draws),
        critics_(start.data.width(), 128, start.draws),
        policy_adam_(NewAdam(*policy_, start.params.number("learning_rate"))),
        critic_adam_(NewAdam(critics_.learning(),
                             start.params.number("learning_rate"))) {
    Polyak(*policy_, *slow_policy_, 1);
  }

  std::vector<market::NamedValues> Step(const OfflineBatch& batch) override {
    const torch::Tensor critic_loss =
        critics_.Loss(batch.state, batch.action, Target(batch));
    Descend(critic_loss, critic_adam_);
    if (step_++ % 2 == 0) {
      policy_loss_ = PolicyLoss(batch);
      Descend(policy_loss_, policy_adam_);
      critics_.Follow(0.005);
      Polyak(*policy_, *slow_policy_, 0.005);
    }
    return {Loss("critic_loss", critic_loss),
            Loss("policy_loss", policy_loss_)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*policy_, "policy", model);
  }

 private:
  static MlpNetImpl::Shape Shape(const LearnerStart& start) {
    return {{start.data.width(), 128, 128, 1},
            Activation::kRelu,
            Activation::kTanh};
  }

  torch::Tensor Target(const OfflineBatch& batch) {
    const torch::NoGradGuard none;
    const torch::Tensor noise =
        (draws_.Normals({batch.next.size(0), 1}) * 0.2).clamp(-0.5, 0.5);
    const torch::Tensor action =
        (slow_policy_(batch.next) + noise * spread_).clamp(-1, 1);
    return batch.reward +
           discount_ * batch.live * critics_.SlowMinimum(batch.next, action);
  }
  torch::Tensor PolicyLoss(const OfflineBatch& batch) {
    const torch::Tensor action = policy_(batch.state);
    const torch::Tensor q = critics_.First(batch.state, action);
    const torch::Tensor scale = trade_ / (q.detach().abs().mean() + 1e-6);
    return -(scale * q).mean() + torch::mse_loss(action, batch.action);
  }

  TrainingDraws& draws_;
  double trade_;
  double discount_;
  double spread_;
  MlpNet policy_, slow_policy_;
  BinCritics critics_;
  torch::optim::Adam policy_adam_, critic_adam_;
  torch::Tensor policy_loss_;
  int64_t step_ = 0;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      OfflineParams({.steps = 10000, .learning_rate = 3e-4});
  params.push_back(NumberParam("trade", 2.5, {0, 1000},
                               "How much value weighs beside imitation"));
  params.push_back(NumberParam("discount", 1, {0, 1}, "Of rewards, per tick"));
  return params;
}

}  // namespace

TrainerEntry Td3BcTrainer() {
  return {.name = "td3_bc",
          .help = "Actor and critics (TD3), held near the data by imitation",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainOffline("td3_bc", task, watch,
                                [](const LearnerStart& s) {
                                  return std::make_unique<Td3Bc>(s);
                                });
          }};
}

}  // namespace souk::agents
