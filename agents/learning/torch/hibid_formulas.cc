#include "agents/learning/torch/hibid_training.h"

namespace souk::agents {
namespace {

constexpr double kSharpness = 40;
constexpr double kLogitWeight = 1e-2;

torch::Tensor At(const torch::Tensor& values, const torch::Tensor& action) {
  return values.gather(1, action.unsqueeze(1)).squeeze(1);
}

}  // namespace

torch::Tensor LikelyMask(const torch::Tensor& logits, double threshold) {
  const torch::Tensor most = logits.amax({1}, true);
  return (logits - most).exp() >= threshold;
}

torch::Tensor ImitationLoss(const torch::Tensor& logits,
                            const torch::Tensor& action) {
  return torch::nn::functional::cross_entropy(logits, action) +
         kLogitWeight * logits.square().mean();
}

torch::Tensor SoftArgMax(const torch::Tensor& q, double beta) {
  const torch::Tensor actions =
      torch::arange(q.size(1), torch::TensorOptions(torch::kFloat));
  return (torch::softmax(beta * q, 1) * actions).sum(1);
}

torch::Tensor SoftAction(const torch::Tensor& q) {
  const torch::Tensor low = q.amin({1}, true);
  const torch::Tensor high = q.amax({1}, true);
  return SoftArgMax((q - low) / (high - low + 1e-6), kSharpness);
}

torch::Tensor BatchLoss(const torch::Tensor& predicted,
                        const torch::Tensor& logged) {
  return 0.01 * (0.01 * (predicted - logged)).square();
}

torch::Tensor ConservativeLoss(const ConservativeTerms& terms, double weight) {
  const torch::Tensor error = torch::nn::functional::huber_loss(
      At(terms.q, terms.action), terms.target);
  const torch::Tensor best =
      terms.q.detach().masked_fill(~terms.likely, -1e30).amax({1});
  const torch::Tensor unlikely =
      1 - At(terms.likely.to(torch::kFloat), terms.other);
  const torch::Tensor above = At(terms.q, terms.other) - best;
  return weight * error + (1 - weight) * (unlikely * above.square()).mean();
}

}  // namespace souk::agents
