// iql: implicit Q-learning: values by expectiles of the actions in the data,
// and a policy that imitates those of advantage.
//
//   u        = min Q'(s, a) - V(s)                  Q' slow copies of two Q
//   L_V      = |tau - 1(u < 0)| u^2
//   L_Q      = (Q(s, a) - (r + discount V(s')))^2
//   L_policy = -min(exp(temperature u), 100) log policy(a | s)
//
// It bids the mean of the policy. Reference: Kostrikov, Nair, Levine, "Offline
// reinforcement learning with implicit Q-learning" (ICLR 2022); networks and
// rates of the IQL bidder of AuctionNet (NeurIPS 2024), whose weight is 3
// exp(u) and whose discount is .99; days end here, so the discount is 1.
//
// Parameters: those of offline_training.h; expectile (tau), temperature,
// discount.
#include "agents/learning/torch/offline_formulas.h"
#include "agents/learning/torch/offline_training.h"
#include "agents/learning/torch/state_action_net.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

struct Rules {
  double expectile;
  double temperature;
  double discount;
};

class Iql final : public OfflineLearner {
 public:
  explicit Iql(const LearnerStart& start)
      : rules_{start.params.number("expectile"),
               start.params.number("temperature"),
               start.params.number("discount")},
        value_(MlpNetImpl::Shape{{start.data.width(), 128, 64, 32, 1}},
               start.draws),
        critics_(start.data.width(), start.draws),
        policy_(MlpNetImpl::Shape{{start.data.width(), 128, 64, 2}},
                start.draws),
        value_adam_(NewAdam(*value_, Rate(start))),
        critic_adam_(NewAdam(critics_.learning(), Rate(start))),
        policy_adam_(NewAdam(*policy_, Rate(start))) {}

  std::vector<market::NamedValues> Step(const OfflineBatch& batch) override {
    const torch::Tensor u = LearnValue(batch);
    const torch::Tensor critic_loss = LearnCritics(batch);
    const torch::Tensor policy_loss = LearnPolicy(batch, u);
    critics_.Follow(0.01);
    return {Loss("value_loss", value_loss_), Loss("critic_loss", critic_loss),
            Loss("policy_loss", policy_loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*policy_, "policy", model);
  }

 private:
  static double Rate(const LearnerStart& start) {
    return start.params.number("learning_rate");
  }

  /// The advantage of the actions, before the step.
  torch::Tensor LearnValue(const OfflineBatch& batch) {
    const torch::Tensor u = critics_.SlowMinimum(batch.state, batch.action) -
                            value_(batch.state).squeeze(1);
    value_loss_ = ExpectileLoss(u, rules_.expectile).mean();
    Descend(value_loss_, value_adam_);
    return u.detach();
  }
  torch::Tensor LearnCritics(const OfflineBatch& batch) {
    torch::Tensor target;
    {
      const torch::NoGradGuard none;
      target = batch.reward +
               rules_.discount * batch.live * value_(batch.next).squeeze(1);
    }
    const torch::Tensor loss =
        critics_.SquaredLoss(batch.state, batch.action, target);
    Descend(loss, critic_adam_);
    return loss;
  }
  torch::Tensor LearnPolicy(const OfflineBatch& batch, const torch::Tensor& u) {
    const torch::Tensor out = policy_(batch.state);
    const torch::Tensor density =
        NormalLogDensity(batch.action.squeeze(1), out.select(1, 0),
                         out.select(1, 1).clamp(-10, 2));
    const torch::Tensor loss =
        -(AdvantageWeights(u, rules_.temperature) * density).mean();
    Descend(loss, policy_adam_);
    return loss;
  }

  Rules rules_;
  MlpNet value_;
  TwinCritics critics_;
  MlpNet policy_;
  torch::optim::Adam value_adam_, critic_adam_, policy_adam_;
  torch::Tensor value_loss_;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = OfflineParams({});
  params.push_back(NumberParam("expectile", 0.7, {0.5, 0.999},
                               "Which expectile of Q is the value"));
  params.push_back(NumberParam("temperature", 3, {0, 100},
                               "How much advantage weighs an action"));
  params.push_back(NumberParam("discount", 1, {0, 1}, "Of rewards, per tick"));
  return params;
}

}  // namespace

TrainerEntry IqlTrainer() {
  return {.name = "iql",
          .help = "Implicit Q-learning: imitates actions of advantage",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainOffline("iql", task, watch, [](const LearnerStart& s) {
              return std::make_unique<Iql>(s);
            });
          }};
}

}  // namespace souk::agents
