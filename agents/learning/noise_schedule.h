// How much noise a diffusion model adds and takes away, step by step.
//
//   x_k = sqrt(abar_k) x_0 + sqrt(1 - abar_k) eps,  abar_k = prod (1 - beta_i)
//
// k = 0 ... steps - 1 from least to most noise. Ho, Jain, Abbeel, "Denoising
// diffusion probabilistic models" (NeurIPS 2020).
#pragma once

#include <vector>

#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

inline constexpr const char* kBetasSetting = "betas";

class NoiseSchedule {
 public:
  /// Every beta in (0, 1).
  explicit NoiseSchedule(std::vector<double> betas);
  /// Of the setting "betas". Error: it is missing, empty, or out of range.
  static market::Result<NoiseSchedule> From(const market::TrainedModel& model);

  size_t steps() const { return betas_.size(); }
  const std::vector<double>& betas() const { return betas_; }
  double abar(size_t k) const { return abar_[k]; }
  /// sqrt(abar) and sqrt(1 - abar).
  double signal(size_t k) const { return signal_[k]; }
  double noise(size_t k) const { return noise_[k]; }
  /// The mean of x_{k-1} given x_k and x_0 is own(k) x_k + clean(k) x_0.
  double own(size_t k) const { return own_[k]; }
  double clean(size_t k) const { return clean_[k]; }
  /// Its variance: beta (1 - abar_{k-1}) / (1 - abar_k); 0 at k = 0.
  double variance(size_t k) const { return variance_[k]; }

 private:
  std::vector<double> betas_, abar_, signal_, noise_, own_, clean_, variance_;
};

}  // namespace souk::agents
