// Sharing a whole number among the cells, exactly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace souk::agents {

class CellParts {
 public:
  /// `share`: of the traffic, one per cell, above 0.
  explicit CellParts(const std::vector<double>& share);

  size_t cells() const { return until_.size(); }
  /// What cells 0 .. cell get of `whole` >= 0 together, rounded down; all of it
  /// for the last.
  int64_t Until(int64_t whole, size_t cell) const;

 private:
  std::vector<int64_t> until_;  // cumulative, in 2^-52
};

}  // namespace souk::agents
