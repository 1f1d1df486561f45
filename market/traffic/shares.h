// Kinds of users or pages, and which share of all is of each kind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace souk::market {

class Shares {
 public:
  /// Weights > 0; without any there is one kind.
  explicit Shares(std::span<const double> weights);

  /// At least 1.
  size_t size() const { return cumulative_.empty() ? 1 : cumulative_.size(); }
  /// Of kind `index`, (0, 1].
  double Of(size_t index) const;
  /// The kind that a uniform `u` in [0, 1) falls on.
  uint16_t Pick(double u) const;

 private:
  std::vector<double> cumulative_;  // of weights, in shares; ends at about 1
};

}  // namespace souk::market
