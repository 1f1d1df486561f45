// bcq: chooses by Q among actions that a generative model of the data proposes
// and a small network perturbs.
//
//   VAE           (s, a) -> z of 2 -> a;  loss (a^ - a)^2 + .5 KL
//   candidates    a_i = clip(a^ + phi tanh(perturbation(s, a^))), a^ decoded
//                 from z ~ N(0, 1) clipped to +-.5, phi = .05 of the range
//   y             r + discount max over i of
//                 (lambda min + (1 - lambda) max) of Q'(s', a_i),  lambda .75
//   L_Q           cross entropy of Q(s, a) against two-hot y, both critics
//   L_perturb     -Q(s, a^ + perturbation)
//
// It bids the candidate of the greatest Q. Reference: Fujimoto, Meger, Precup,
// "Off-policy deep reinforcement learning without exploration" (ICML 2019); the
// BCQ bidder of AuctionNet (NeurIPS 2024), which has a VAE of 1750-1750 and a
// perturbation of 1400-1300, ours 128-128 and 64-64, and 100 candidates when it
// bids, ours the parameter `candidates`.
//
// Parameters: those of offline_training.h; candidates, discount.
#include "agents/learning/torch/bin_critics.h"
#include "agents/learning/torch/offline_training.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

constexpr int64_t kLatent = 2;
constexpr int64_t kCandidates = 10;
constexpr double kPhi = 0.1;  // 5 % of [-1, 1]

torch::Tensor Both(const torch::Tensor& a, const torch::Tensor& b) {
  return torch::cat({a, b}, 1);
}

class Bcq final : public OfflineLearner {
 public:
  explicit Bcq(const LearnerStart& start)
      : draws_(start.draws),
        discount_(start.params.number("discount")),
        candidates_(start.params.number("candidates")),
        encoder_(
            MlpNetImpl::Shape{{start.data.width() + 1, 128, 128, 2 * kLatent}},
            draws_),
        decoder_(MlpNetImpl::Shape{{start.data.width() + kLatent, 128, 128, 1},
                                   Activation::kRelu,
                                   Activation::kTanh},
                 draws_),
        perturbation_(Perturbation(start), draws_),
        slow_perturbation_(Perturbation(start), draws_),
        critics_(start.data.width(), 64, draws_),
        encoder_adam_(NewAdam(*encoder_, Rate(start))),
        decoder_adam_(NewAdam(*decoder_, Rate(start))),
        perturbation_adam_(NewAdam(*perturbation_, Rate(start))),
        critic_adam_(NewAdam(critics_.learning(), Rate(start))) {
    Polyak(*perturbation_, *slow_perturbation_, 1);
  }

  std::vector<market::NamedValues> Step(const OfflineBatch& batch) override {
    const torch::Tensor vae_loss = LearnToPropose(batch);
    const torch::Tensor critic_loss =
        critics_.Loss(batch.state, batch.action, Target(batch));
    Descend(critic_loss, critic_adam_);
    LearnToPerturb(batch);
    critics_.Follow(0.005);
    Polyak(*perturbation_, *slow_perturbation_, 0.005);
    return {Loss("vae_loss", vae_loss), Loss("critic_loss", critic_loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    model.settings.push_back({"candidates", {candidates_}});
    model.settings.push_back({"perturbation", {kPhi}});
    Export(*decoder_, "decoder", model);
    Export(*perturbation_, "perturbation", model);
    Export(*critics_.first(), "critic", model);
  }

 private:
  static double Rate(const LearnerStart& start) {
    return start.params.number("learning_rate");
  }
  static MlpNetImpl::Shape Perturbation(const LearnerStart& start) {
    return {{start.data.width() + 1, 64, 64, 1},
            Activation::kRelu,
            Activation::kTanh};
  }

  torch::Tensor LearnToPropose(const OfflineBatch& batch) {
    const torch::Tensor code = encoder_(Both(batch.state, batch.action));
    const torch::Tensor mean = code.narrow(1, 0, kLatent);
    const torch::Tensor log_sigma =
        code.narrow(1, kLatent, kLatent).clamp(-4, 4);
    const torch::Tensor z =
        mean + torch::exp(log_sigma) * draws_.Normals({code.size(0), kLatent});
    const torch::Tensor apart =
        torch::mse_loss(decoder_(Both(batch.state, z)), batch.action);
    const torch::Tensor kl =
        (-0.5 - log_sigma + 0.5 * mean * mean + 0.5 * torch::exp(2 * log_sigma))
            .mean();
    const torch::Tensor loss = apart + 0.5 * kl;
    encoder_adam_.zero_grad();
    Descend(loss, decoder_adam_);
    encoder_adam_.step();
    return loss;
  }
  torch::Tensor Proposed(const torch::Tensor& state) {
    const torch::NoGradGuard none;
    const torch::Tensor z =
        draws_.Normals({state.size(0), kLatent}).clamp(-0.5, 0.5);
    return decoder_(Both(state, z));
  }
  static torch::Tensor Perturbed(MlpNet& by, const torch::Tensor& state,
                                 const torch::Tensor& action) {
    return (action + kPhi * by(Both(state, action))).clamp(-1, 1);
  }
  torch::Tensor Target(const OfflineBatch& batch) {
    const torch::NoGradGuard none;
    const torch::Tensor states = batch.next.repeat_interleave(kCandidates, 0);
    const torch::Tensor actions =
        Perturbed(slow_perturbation_, states, Proposed(states));
    const torch::Tensor values = critics_.SlowMinimum(states, actions, 0.75);
    return batch.reward +
           discount_ * batch.live * values.view({-1, kCandidates}).amax(1);
  }
  void LearnToPerturb(const OfflineBatch& batch) {
    const torch::Tensor action =
        Perturbed(perturbation_, batch.state, Proposed(batch.state));
    Descend(-critics_.First(batch.state, action).mean(), perturbation_adam_);
  }

  TrainingDraws& draws_;
  double discount_;
  double candidates_;
  MlpNet encoder_, decoder_, perturbation_, slow_perturbation_;
  BinCritics critics_;
  torch::optim::Adam encoder_adam_, decoder_adam_, perturbation_adam_,
      critic_adam_;
};

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      OfflineParams({.steps = 10000, .learning_rate = 1e-3});
  market::ParamSpec candidates = NumberParam(
      "candidates", 20, {1, 1000}, "Actions among which a bid is chosen");
  candidates.shape = market::ParamShape::kInteger;
  params.push_back(candidates);
  params.push_back(NumberParam("discount", 1, {0, 1}, "Of rewards, per tick"));
  return params;
}

}  // namespace

TrainerEntry BcqTrainer() {
  return {.name = "bcq",
          .help = "Chooses by value among actions like those in the data",
          .needs = TrainingNeeds::kTrajectories,
          .params = Params(),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainOffline("bcq", task, watch, [](const LearnerStart& s) {
              return std::make_unique<Bcq>(s);
            });
          }};
}

}  // namespace souk::agents
