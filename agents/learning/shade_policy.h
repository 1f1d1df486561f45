// A stochastic policy for the share of the value to bid: a normal distribution
// whose mean and deviation are a small network of the page view's value.
//
//   h_j   = softplus(a_j * x + b_j)               j = 0, 1
//   mean  = softplus(sum of m_j * h_j + m_2)
//   sigma = 0.01 + softplus(sum of s_j * h_j + s_2)
//
// Reference: the policy bidders of AuctionGym (Jeunen et al., "Learning from
// bandit feedback: an overview of AuctionGym", AdKDD 2022).
#pragma once

#include <array>
#include <span>

#include "agents/learning/win_curve.h"

namespace souk::agents {

struct Shade {
  double mean = 1;
  double sigma = 0;
};

/// Density of a shade.
double DensityOf(const Shade& shade, double value);

class ShadePolicy {
 public:
  static constexpr size_t kParameters = 10;
  using Parameters = std::array<double, kParameters>;

  /// The same shade for every value, before learning; `tilt` breaks the
  /// symmetry of the hidden units.
  static ShadePolicy Around(const Shade& shade, double tilt);

  Shade At(double x) const;
  /// Adds to `gradient` what a change of mean and sigma at x by these amounts
  /// means for the parameters.
  void AddGradient(double x, const Shade& by, Parameters& gradient) const;

  Parameters parameters = {};
};

double Softplus(double x);
/// The x of Softplus(x) = y, y above 0.
double InverseSoftplus(double y);

}  // namespace souk::agents
