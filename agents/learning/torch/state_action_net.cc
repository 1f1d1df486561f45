#include "agents/learning/torch/state_action_net.h"

namespace souk::agents {

StateActionNetImpl::StateActionNetImpl(int64_t features, TrainingDraws& draws)
    : state_(register_module("state", NewDense(features, 64, draws))),
      action_(register_module("action", NewDense(1, 64, draws))),
      both_(register_module("both",
                            MlpNet(MlpNetImpl::Shape{{128, 64, 1}}, draws))) {}

torch::Tensor StateActionNetImpl::forward(const torch::Tensor& state,
                                          const torch::Tensor& action) {
  const torch::Tensor met =
      torch::relu(torch::cat({state_(state), action_(action)}, 1));
  return both_(met).squeeze(1);
}

TwinCritics::Pair::Pair(int64_t features, TrainingDraws& draws)
    : one(register_module("one", StateActionNet(features, draws))),
      other(register_module("other", StateActionNet(features, draws))) {}

TwinCritics::TwinCritics(int64_t features, TrainingDraws& draws)
    : pair_(std::make_shared<Pair>(features, draws)),
      slow_(std::make_shared<Pair>(features, draws)) {
  Follow(1);
}

std::pair<torch::Tensor, torch::Tensor> TwinCritics::Values(
    const torch::Tensor& state, const torch::Tensor& action) {
  return {pair_->one(state, action), pair_->other(state, action)};
}

torch::Tensor TwinCritics::Minimum(const torch::Tensor& state,
                                   const torch::Tensor& action) {
  const auto [one, other] = Values(state, action);
  return torch::minimum(one, other);
}

torch::Tensor TwinCritics::SlowMinimum(const torch::Tensor& state,
                                       const torch::Tensor& action) {
  const torch::NoGradGuard none;
  return torch::minimum(slow_->one(state, action), slow_->other(state, action));
}

torch::Tensor TwinCritics::SquaredLoss(const torch::Tensor& state,
                                       const torch::Tensor& action,
                                       const torch::Tensor& target) {
  return torch::mse_loss(pair_->one(state, action), target) +
         torch::mse_loss(pair_->other(state, action), target);
}

}  // namespace souk::agents
