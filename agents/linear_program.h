// Linear programs: the one place that knows Clp (COIN-OR's simplex solver).
//
//   maximise    sum of gain[j] * x[j]
//   subject to  sum of weight[i][j] * x[j] <= limit[i],  0 <= x[j] <= most[j]
//
// For planning and for yardsticks after a run. Clp is not ours, so nothing that
// it computes belongs into a digest.
#pragma once

#include <vector>

#include "market/result.h"

namespace souk::agents {

struct LinearProgram {
  std::vector<double> gain;                 ///< one per variable
  std::vector<double> most;                 ///< one per variable, >= 0
  std::vector<std::vector<double>> weight;  ///< by row, dense
  std::vector<double> limit;                ///< one per row
};

struct LinearOptimum {
  double gain = 0;
  std::vector<double> x;
  /// What one more unit of each limit is worth, >= 0.
  std::vector<double> price;
};

/// Error: no x keeps the limits, or the sizes do not fit together.
market::Result<LinearOptimum> Maximise(const LinearProgram& program);

}  // namespace souk::agents
