// The values of a sample as a prior, ironed. Myerson, "Optimal Auction Design",
// 1981.
#pragma once

#include <algorithm>
#include <vector>

namespace souk::market {

/// The values of a sample, all equally likely. In descending order v_1, v_2,
/// ... price v_j sells to j of n, for j * v_j; phi is the slope of the concave
/// hull of the points (0, 0), (j, j * v_j), and a bid between two values of the
/// sample counts as the lower one. So phi is a step function: many bids tie.
class EmpiricalPrior {
 public:
  /// Bids from `least` on, up to the next step, are worth `value`.
  struct Step {
    double least;
    double value;
  };

  /// `sample`: at least one value, all > 0, in any order.
  explicit EmpiricalPrior(std::vector<double> sample);

  double Phi(double bid) const;
  /// The least bid worth at least `value` >= 0.
  double Inverse(double value) const {
    const auto step =
        FirstStep([=](double of_step) { return of_step >= value; });
    return step == steps_.end() ? std::max(high(), value) : step->least;
  }

  /// The first step of value >= 0 that `suffices(value)` is true for, which it
  /// must stay for greater values; or the end of steps().
  template <class Suffices>
  std::vector<Step>::const_iterator FirstStep(const Suffices& suffices) const {
    return std::ranges::partition_point(steps_, [&](const Step& step) {
      return step.value < 0 || !suffices(step.value);
    });
  }
  /// Ascending: greater bids are worth no less.
  const std::vector<Step>& steps() const { return steps_; }
  double high() const { return steps_.back().least; }

  double low;

 private:
  std::vector<Step> steps_;
};

}  // namespace souk::market
