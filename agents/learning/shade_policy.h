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

  /// A unit's softplus and the slope of it.
  struct Unit {
    double value = 0;
    double slope = 0;
  };
  /// The network at one x.
  struct Pass {
    double x = 0;
    std::array<Unit, 2> hidden;
    Unit mean;
    Unit sigma;
    Shade shade() const { return {mean.value, kLeastSigma + sigma.value}; }
  };

  Pass PassAt(double x) const;
  Shade At(double x) const { return PassAt(x).shade(); }
  /// Adds to `gradient` what a change of mean and sigma at the pass's x by
  /// these amounts means for the parameters.
  void AddGradient(const Pass& pass, const Shade& by,
                   Parameters& gradient) const;

  static constexpr double kLeastSigma = 0.01;
  Parameters parameters = {};
};

/// The x of Softplus(x) = y, y above 0.
double InverseSoftplus(double y);

}  // namespace souk::agents
