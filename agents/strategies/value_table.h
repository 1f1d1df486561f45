// The value of a budget: expected clicks still to be bought with it.
//
//   V(0, b) = 0
//   V(n, b) = V(n-1, b) + sum over d = 0..a of
//             density[d] * (rate + V(n-1, b-d) - V(n-1, b))
//
// n auctions after this one, budget b in price steps, a the largest price up
// to min(b, max price) before which no term is negative. Saturation: once
// V(n, b) is within 1e-10 (or 1e-8 * rate, if that is less) of its bound
// n * rate * sum of density, all larger b take that value.
// Reference: Cai et al., "Real-time bidding by reinforcement learning in
// display advertising", WSDM 2017. The order of summation is that of the
// formula, so the bits do not depend on the machine.
#pragma once

#include <cstddef>
#include <vector>

namespace souk::agents {

struct ValueProblem {
  /// Probability of market price d, in steps; at least one entry.
  std::vector<double> density;
  double rate = 0;     ///< mean clicks of an impression, above 0
  size_t horizon = 1;  ///< auctions of a day, at least 1
  size_t budget = 0;   ///< of a day, in price steps
};

/// Immutable; horizon * (columns) doubles.
class ValueTable {
 public:
  explicit ValueTable(const ValueProblem& problem);

  /// Size that a table would have; budgets beyond horizon * max price are
  /// worth no more, so there is no column for them.
  static double Bytes(const ValueProblem& problem);

  size_t horizon() const { return horizon_; }
  /// The largest budget with a column of its own.
  size_t max_budget() const { return columns_ - 1; }
  /// V(after, budget); after < horizon(), budget <= max_budget().
  double value(size_t after, size_t budget) const {
    return values_[after * columns_ + budget];
  }
  /// With `left` >= 1 auctions left including the present one: the largest
  /// price d <= min(budget, max price) such that a click rate of `rate` is
  /// worth every price up to d; 0 if not even price 1.
  size_t Bid(size_t left, size_t budget, double rate) const;

 private:
  void FillRow(size_t row, const ValueProblem& problem);

  size_t horizon_;
  size_t max_price_;
  size_t columns_;
  std::vector<double> values_;  // row after row
};

}  // namespace souk::agents
