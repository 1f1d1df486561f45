// Roots of sums of clipped linear pieces, which allocators are made of.
//
//   f(z) = sum of w * min(cap, max(0, a + b z))     w, b > 0; cap >= 0 or inf
//
// f never falls. The root is found by a walk over its breakpoints, sorted by
// (z, order of adding), in O(n log n).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "market/param.h"

namespace souk::market {

struct ClippedPiece {
  double weight = 1;       ///< w >= 0; 0: of no account
  double start = 0;        ///< a
  double slope = 1;        ///< b > 0
  double cap = kInfinity;  ///< >= 0; 0: of no account

  double At(double z) const;
};

/// Keeps its memory: use one for many sums.
class ClippedSum {
 public:
  void Clear() { pieces_.clear(); }
  void Add(const ClippedPiece& piece);
  std::span<const ClippedPiece> pieces() const { return pieces_; }
  double At(double z) const;
  /// The least z with f(z) >= target, up to rounding; nothing if there is
  /// none. `target` > 0.
  std::optional<double> Root(double target);

 private:
  struct Corner {
    double z = 0;
    uint32_t order = 0;  ///< even: a piece begins; odd: it has reached its cap
    double slope = 0;    ///< what the sum's slope gains
  };

  void SortCorners();

  std::vector<ClippedPiece> pieces_;
  std::vector<Corner> corners_;
};

}  // namespace souk::market
