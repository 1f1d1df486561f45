#include "agents/learning/torch/offline_formulas.h"

#include <cmath>
#include <numbers>

namespace souk::agents {

torch::Tensor ExpectileLoss(const torch::Tensor& u, double tau) {
  return torch::abs(tau - (u < 0).to(u.dtype())) * u * u;
}

torch::Tensor AdvantageWeights(const torch::Tensor& advantage,
                               double temperature, double most) {
  return torch::exp(temperature * advantage).clamp_max(most);
}

torch::Tensor Symlog(const torch::Tensor& x) {
  return torch::sign(x) * torch::log1p(torch::abs(x));
}

torch::Tensor Symexp(const torch::Tensor& x) {
  return torch::sign(x) * torch::expm1(torch::abs(x));
}

torch::Tensor SymlogBins::Points() const {
  return torch::linspace(low, high, bins, torch::kFloat);
}

torch::Tensor SymlogBins::TwoHot(const torch::Tensor& values) const {
  const double step = (high - low) / static_cast<double>(bins - 1);
  const torch::Tensor place =
      ((Symlog(values) - low) / step).clamp(0, static_cast<double>(bins - 1));
  const torch::Tensor left =
      place.floor().clamp_max(static_cast<double>(bins - 2));
  const torch::Tensor upper = (place - left).unsqueeze(1);
  const torch::Tensor index = left.to(torch::kLong).unsqueeze(1);
  torch::Tensor weights = torch::zeros({values.size(0), bins}, values.dtype());
  weights.scatter_(1, index, 1 - upper);
  weights.scatter_(1, index + 1, upper);
  return weights;
}

torch::Tensor SymlogBins::Mean(const torch::Tensor& logits) const {
  return Symexp(torch::matmul(torch::softmax(logits, 1), Points()));
}

torch::Tensor SymlogBins::Loss(const torch::Tensor& logits,
                               const torch::Tensor& values) const {
  return -(TwoHot(values) * torch::log_softmax(logits, 1)).sum(1);
}

torch::Tensor SoftMaximum(const torch::Tensor& q,
                          const torch::Tensor& log_density) {
  return torch::logsumexp(q - log_density, 1) -
         std::log(static_cast<double>(q.size(1)));
}

torch::Tensor NormalLogDensity(const torch::Tensor& x,
                               const torch::Tensor& mean,
                               const torch::Tensor& log_sigma) {
  const torch::Tensor z = (x - mean) * torch::exp(-log_sigma);
  return -0.5 * z * z - log_sigma -
         0.5 * std::log(2 * std::numbers::pi_v<double>);
}

torch::Tensor SoftClippedMinimum(const torch::Tensor& q1,
                                 const torch::Tensor& q2, double share) {
  return share * torch::minimum(q1, q2) + (1 - share) * torch::maximum(q1, q2);
}

}  // namespace souk::agents
