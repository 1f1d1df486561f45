// What a plan of contracts comes to: the measures of SHALE (Bharadwaj et al.,
// arXiv 1203.3619) for any allocator of shares.
//
// With n_i page views of type i and q_ij the part of them on which contract j
// may be shown (match x usable):
//
//   delivered_j = sum_i n_i q_ij sum_k x_ijk        u_j = max(0, d_j - that)
//   nonrep      = 1/2 sum_ijk n_i q_ij V_j / theta_ijk (x_ijk - theta_ijk)^2
//   objective   = nonrep + sum_j p_j u_j
//
// theta_ijk = theta_j c_ik as in market/contracts/allocator.h; slots with
// c_ik = 0 have no part in it. Pure.
#pragma once

#include <cstdint>
#include <vector>

#include "market/contracts/allocator.h"

namespace souk::agents {

struct PlanFigures {
  double demand = 0;         ///< sum of d_j, impressions
  double fulfilment = 0;     ///< sum of min(delivered_j, d_j) / demand; or 1
  double shortage = 0;       ///< sum of u_j
  double shortage_cost = 0;  ///< sum of p_j u_j
  double nonrep = 0;
  double objective = 0;
  /// Expected clicks per impression, of what is delivered: mean of click rate
  /// x slot weight. 0 without impressions.
  double click_rate = 0;
};

/// Shares of all types, in the order of the problem: edges x slots, row-major.
using PlannedShares = std::vector<std::vector<double>>;

/// What a server makes of `plan`: shares, repaired (RepairShares). Only for
/// allocators of shares.
PlannedShares SharesOf(const market::AllocationProblem& problem,
                       const market::ContractAllocator& allocator,
                       const market::ContractPlan& plan);

PlanFigures FiguresOf(const market::AllocationProblem& problem,
                      const PlannedShares& shares);

}  // namespace souk::agents
