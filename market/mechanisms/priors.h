// What a seller who knows the prior of the values makes of a bid.
//
// phi(v) = v - (1 - F(v)) / f(v) is the virtual value of a bid v: the revenue
// of an auction is the virtual value of what it sells. A bid above the upper
// end of a prior counts for itself. Money is in micro-units, of any size: all
// functions are homogeneous.
//
//   uniform on [a, b]                   phi(v) = 2 v - b
//   exponential of mean m               phi(v) = v - m
//   ... truncated to [0, c]             phi(v) = v - m (1 - exp((v - c) / m))
//   a sample                            the slope of the concave hull of the
//                                       revenue curve (ironed)
//
// LeastBid(value), value >= 0: the least bid worth at least `value`, and never
// below the lower end; LeastBid(0) is the reserve. Myerson, "Optimal Auction
// Design", 1981.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

namespace souk::market {

struct UniformPrior {
  double low;   ///< >= 0
  double high;  ///< > low

  double Phi(double bid) const { return std::min(2 * bid - high, bid); }
  double LeastBid(double value) const {
    return std::max({low, (value + high) / 2, value});
  }
};

struct ExponentialPrior {
  static constexpr double low = 0;
  double mean;  ///< > 0

  double Phi(double bid) const { return bid - mean; }
  double LeastBid(double value) const { return value + mean; }
};

/// The inverse is Newton's, from above (phi is convex), until it moves less
/// than a millionth of a micro-unit or, for large amounts, no further.
struct TruncatedPrior {
  static constexpr double low = 0;
  double mean;  ///< > 0
  double cap;   ///< > 0

  double Phi(double bid) const;
  double LeastBid(double value) const;
};

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
  double LeastBid(double value) const {
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
