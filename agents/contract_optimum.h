// The best that contracts could have got: the offline problem, solved exactly.
//
//   min   sum_j p_j u_j  +  [kEvenness]  nonrep
//   s.t.  sum_i n_i q_ij sum_k x_ijk + u_j >= d_j         delivery
//         sum_j x_ijk <= c_ik                             slots
//         sum_k x_ijk <= 1                                once a page
//         x, u >= 0
//
// with the names of plan_figures.h. A linear programme without evenness, a
// convex quadratic one with it: SHALE's objective on several slots. Solved by
// Ipopt (interior point), which is known here only. For yardsticks: nothing of
// it belongs into a digest.
#pragma once

#include "agents/plan_figures.h"
#include "market/result.h"

namespace souk::agents {

enum class Aim : uint8_t {
  kDelivery,  ///< the least shortage cost
  kEvenness,  ///< the least shortage cost plus nonrep
};

struct ContractOptimum {
  PlanFigures figures;
  PlannedShares shares;
  int rounds = 0;
};

/// Error: the solver gave up; it says why.
market::Result<ContractOptimum> SolveContracts(
    const market::AllocationProblem& problem, Aim aim);

}  // namespace souk::agents
