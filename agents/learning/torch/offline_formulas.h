// Formulas of learning from logged data, each of a batch.
#pragma once

#include <torch/torch.h>

namespace souk::agents {

/// |tau - 1(u < 0)| u^2, elementwise. IQL (Kostrikov et al., ICLR 2022), eq. 5.
torch::Tensor ExpectileLoss(const torch::Tensor& u, double tau);

/// min(exp(temperature * advantage), most). IQL, eq. 7.
torch::Tensor AdvantageWeights(const torch::Tensor& advantage,
                               double temperature, double most = 100);

/// sign(x) log(1 + |x|), and its inverse.
torch::Tensor Symlog(const torch::Tensor& x);
torch::Tensor Symexp(const torch::Tensor& x);

/// Values as distributions over `bins` points, evenly spaced in symlog from
/// `low` to `high` (Hafner et al., "Mastering diverse domains through world
/// models", 2023).
struct SymlogBins {
  int64_t bins = 101;
  double low = 0;
  double high = 5;

  /// Symlog values of the points, [bins].
  torch::Tensor Points() const;
  /// [n] values to [n, bins]: weight on the two points beside symlog(value),
  /// clipped to the range.
  torch::Tensor TwoHot(const torch::Tensor& values) const;
  /// [n, bins] logits to [n] values: symexp of the mean point.
  torch::Tensor Mean(const torch::Tensor& logits) const;
  /// Cross entropy of `logits` against the two-hot values, [n].
  torch::Tensor Loss(const torch::Tensor& logits,
                     const torch::Tensor& values) const;
};

/// log of the mean of exp(q - log density) over sampled actions, all [n, k]:
/// the soft maximum of Q over actions, importance-corrected. CQL (Kumar et al.,
/// NeurIPS 2020), appendix F.
torch::Tensor SoftMaximum(const torch::Tensor& q,
                          const torch::Tensor& log_density);

/// Log density of N(mean, exp(log_sigma)) at x, elementwise.
torch::Tensor NormalLogDensity(const torch::Tensor& x,
                               const torch::Tensor& mean,
                               const torch::Tensor& log_sigma);

/// share * min + (1 - share) * max: the soft clipped minimum of two critics.
/// BCQ (Fujimoto et al., ICML 2019), eq. 13.
torch::Tensor SoftClippedMinimum(const torch::Tensor& q1,
                                 const torch::Tensor& q2, double share);

}  // namespace souk::agents
