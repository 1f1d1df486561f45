// What a click log says about positions and items, by maximum likelihood.
//
// The model is pbm: item i at position r is clicked with P = a_i * e_r, slots
// independent. Counts are enough. The scale is fixed by e = 1 for one position,
// the reference; other positions may turn out above it. The likelihood is
// raised by one set of effects after the other, each maximised exactly (the EM
// of Chuklin, Markov, de Rijke, "Click Models for Web Search", 2015, has the
// same fixed point, but moves by a share of about a click rate only, and so
// needs thousands of sweeps where clicks are rare).
//
// Standard errors come from the expected information at the estimate. An effect
// estimated as 0 gets one click over what it was shown to, the least that
// would have been seen.
#pragma once

#include <cstdint>
#include <vector>

#include "market/result.h"

namespace souk::agents {

/// How often each item stood at each position, and was clicked there.
class ClickCounts {
 public:
  ClickCounts(size_t items, size_t positions)
      : items_(items),
        positions_(positions),
        shown_(items * positions),
        clicked_(items * positions) {}

  void Add(size_t item, size_t position, bool clicked) {
    shown_[item * positions_ + position] += 1;
    clicked_[item * positions_ + position] += clicked ? 1 : 0;
  }
  size_t items() const { return items_; }
  size_t positions() const { return positions_; }
  double shown(size_t item, size_t position) const {
    return shown_[item * positions_ + position];
  }
  double clicked(size_t item, size_t position) const {
    return clicked_[item * positions_ + position];
  }
  double ShownAt(size_t position) const;
  double ClickedAt(size_t position) const;

 private:
  size_t items_;
  size_t positions_;
  std::vector<double> shown_;  // whole numbers
  std::vector<double> clicked_;
};

struct Effect {
  double value = 0;
  double standard_error = 0;  ///< 0 for the reference
};

struct PbmFit {
  std::vector<Effect> examination;  ///< by position, 1 for the reference
  std::vector<Effect> attraction;   ///< by item, [0, 1]
  double log_likelihood = 0;
  size_t sweeps = 0;
};

/// Error: the reference has no clicks, or positions that share no clicked
/// items with it, not even by way of others, so that nothing compares them.
market::Result<PbmFit> FitPbm(const ClickCounts& counts, size_t reference = 0);

}  // namespace souk::agents
