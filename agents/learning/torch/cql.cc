// cql: conservative Q-learning: a soft actor whose critics value actions that
// are not in the data low.
//
//   y        = r + discount min Q'(s', a'),  a' ~ policy(s')
//   L_Q      = (Q(s, a) - y)^2
//            + conservatism (log mean exp(Q(s, a_i) - log density a_i)
//                            - Q(s, a)),   both critics
//   L_policy = entropy_weight log policy(a | s) - min Q(s, a),  a ~ policy(s)
//
// with a_i uniform in the whole range, and from the policy at s and at s'. The
// policy is the tanh of a normal; the entropy weight is learnt so that the
// entropy comes to -1. It bids the tanh of the mean. Reference: Kumar et al.,
// "Conservative Q-learning for offline reinforcement learning" (NeurIPS 2020);
// the CQL bidder of AuctionNet (NeurIPS 2024), which has 256-256 networks, ours
// 64-64 for the policy and a joint layer of 64 for Q, ten actions of each kind,
// ours four, and 100 steps.
//
// Parameters: those of offline_training.h; conservatism, discount.
#include <cmath>

#include "agents/learning/torch/offline_formulas.h"
#include "agents/learning/torch/offline_training.h"
#include "agents/learning/torch/state_action_net.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

constexpr int64_t kActions = 4;  // of each kind

/// Actions and their log densities, [n, 1] and [n].
struct Drawn {
  torch::Tensor action;
  torch::Tensor density;
};

/// A normal squeezed into [-1, 1] by tanh.
class SoftPolicy {
 public:
  SoftPolicy(int64_t features, TrainingDraws& draws)
      : net(MlpNetImpl::Shape{{features, 64, 64, 2}}, draws), draws_(draws) {}

  Drawn Draw(const torch::Tensor& state) {
    const torch::Tensor out = net(state);
    const torch::Tensor mean = out.select(1, 0);
    const torch::Tensor log_sigma = out.select(1, 1).clamp(-5, 2);
    const torch::Tensor x =
        mean + torch::exp(log_sigma) * draws_.Normals({state.size(0)});
    // log(1 - tanh(x)^2), without cancellation.
    const torch::Tensor slope =
        2 * (std::log(2.0) - x - torch::softplus(-2 * x));
    return {torch::tanh(x).unsqueeze(1),
            NormalLogDensity(x, mean, log_sigma) - slope};
  }

  MlpNet net;

 private:
  TrainingDraws& draws_;
};

class Cql final : public OfflineLearner {
 public:
  explicit Cql(const LearnerStart& start)
      : draws_(start.draws),
        discount_(start.params.number("discount")),
        conservatism_(start.params.number("conservatism")),
        policy_(start.data.width(), start.draws),
        critics_(start.data.width(), start.draws),
        log_weight_(torch::zeros({1}, torch::requires_grad())),
        policy_adam_(NewAdam(*policy_.net, Rate(start))),
        critic_adam_(NewAdam(critics_.learning(), Rate(start))),
        weight_adam_({log_weight_}, torch::optim::AdamOptions(Rate(start))) {}

  std::vector<market::NamedValues> Step(const OfflineBatch& batch) override {
    const torch::Tensor distance =
        critics_.SquaredLoss(batch.state, batch.action, Target(batch));
    const torch::Tensor excess = Excess(batch);
    Descend(distance + conservatism_ * excess, critic_adam_);
    const torch::Tensor policy_loss = LearnPolicy(batch);
    critics_.Follow(0.005);
    return {Loss("critic_loss", distance), Loss("excess", excess),
            Loss("policy_loss", policy_loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*policy_.net, "policy", model);
  }

 private:
  static double Rate(const LearnerStart& start) {
    return start.params.number("learning_rate");
  }

  torch::Tensor Target(const OfflineBatch& batch) {
    const torch::NoGradGuard none;
    const Drawn next = policy_.Draw(batch.next);
    return batch.reward + discount_ * batch.live *
                              critics_.SlowMinimum(batch.next, next.action);
  }
  /// By how much the soft maximum of Q lies above Q of the data, summed over
  /// both critics.
  torch::Tensor Excess(const OfflineBatch& batch) {
    const auto many = [](const torch::Tensor& rows) {
      return rows.repeat_interleave(kActions, 0);
    };
    const torch::Tensor state = many(batch.state);
    const int64_t n = state.size(0);
    Drawn here, there;
    {
      const torch::NoGradGuard none;
      here = policy_.Draw(state);
      there = policy_.Draw(many(batch.next));
    }
    const torch::Tensor uniform = draws_.Uniforms({n, 1}) * 2 - 1;
    const auto rows = [](const torch::Tensor& a) {
      return a.view({-1, kActions});
    };
    const torch::Tensor density =
        torch::cat({torch::full({n / kActions, kActions}, -std::log(2.0)),
                    rows(here.density), rows(there.density)},
                   1);
    const torch::Tensor states = torch::cat({state, state, state}, 0);
    const auto [one, other] = critics_.Values(
        states, torch::cat({uniform, here.action, there.action}, 0));
    const auto soft = [&](const torch::Tensor& q) {
      const auto parts = q.chunk(3);
      return SoftMaximum(
          torch::cat({rows(parts[0]), rows(parts[1]), rows(parts[2])}, 1),
          density);
    };
    const auto [q1, q2] = critics_.Values(batch.state, batch.action);
    return (soft(one) - q1 + soft(other) - q2).mean();
  }
  torch::Tensor LearnPolicy(const OfflineBatch& batch) {
    const Drawn drawn = policy_.Draw(batch.state);
    const torch::Tensor loss =
        (torch::exp(log_weight_.detach()) * drawn.density -
         critics_.Minimum(batch.state, drawn.action))
            .mean();
    Descend(loss, policy_adam_);
    constexpr double kEntropy = -1;
    const torch::Tensor weight_loss =
        -(log_weight_ * (drawn.density.detach() + kEntropy)).mean();
    Descend(weight_loss, weight_adam_);
    return loss;
  }

  TrainingDraws& draws_;
  double discount_;
  double conservatism_;
  SoftPolicy policy_;
  TwinCritics critics_;
  torch::Tensor log_weight_;
  torch::optim::Adam policy_adam_, critic_adam_, weight_adam_;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      OfflineParams({.steps = 10000, .learning_rate = 3e-4});
  params.push_back(
      NumberParam("conservatism", 1, {0, 1000},
                  "How low actions that are not in the data are valued"));
  params.push_back(NumberParam("discount", 1, {0, 1}, "Of rewards, per tick"));
  return params;
}

}  // namespace

TrainerEntry CqlTrainer() {
  return {.name = "cql",
          .help = "Conservative Q-learning with a soft actor",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainOffline("cql", task, watch, [](const LearnerStart& s) {
              return std::make_unique<Cql>(s);
            });
          }};
}

}  // namespace souk::agents
