// High Water Mark: every contract takes the same part of all that it may have,
// the most contended first.
//
// Plan, in the order of service, r_i = 1 at first (parts y as in service.h,
// w_ij the units of type i that j may have, m_i the largest part of a page):
//
//   alpha_j:  sum_i w_ij * min(r_i, m_i, alpha_j) = d_j;  1 if nothing is
//   enough r_i  -=  min(r_i, m_i, alpha_j)
//
// Serving: the same walk over the contracts of one type. Whoever would pass
// the end is cut short and the rest get nothing; what is left is the
// auction's. Ties of the order go to the lower position. Exact for given order,
// but a contract served early is spread over supply that a later one, with
// less to choose from, may need.
// Chen et al., "HWM", arXiv 1203.3593; the order by d_j / S_j as others run it.
//
// Parameters:
//   order  [1]  0: descending d_j / S_j (default), 1: ascending S_j
#include <algorithm>

#include "market/contracts/allocators/service.h"
#include "market/contracts/clipped_sum.h"

namespace souk::market {
namespace {

class HighWaterMark final : public ContractAllocator {
 public:
  explicit HighWaterMark(Precedence precedence) : precedence_(precedence) {}

  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan*) const override {
    ContractPlan plan = PlanInOrder(problem, precedence_);
    const EligibleTypes eligible(problem);
    std::vector<double> left(problem.supply.size(), 1);
    ClippedSum taken;
    for (const uint32_t j : ByRank(plan.duals)) {
      taken.Clear();
      for (const EligibleType& edge : eligible.Of(j)) {
        const double most = LargestPart(problem.supply[edge.type]);
        taken.Add({edge.units, 0, 1, std::min(left[edge.type], most)});
      }
      const double mark = Mark(plan.duals[j].demand, taken);
      for (const EligibleType& edge : eligible.Of(j)) {
        const double most = LargestPart(problem.supply[edge.type]);
        left[edge.type] -= std::min({left[edge.type], most, mark});
      }
      plan.duals[j].alpha = mark;
    }
    return plan;
  }

  void Shares(const SupplyType& type, std::span<const ContractDual> duals,
              std::span<double> shares) const override {
    const double most = LargestPart(type);
    double left = 1;
    for (const uint32_t e : EdgesByRank(type, duals)) {
      const ContractDual& dual = duals[type.edges[e].contract];
      const double part = std::min({left, most, dual.alpha});
      SpreadPart(type, e, part, shares);
      left -= part;
    }
  }

 private:
  static double Mark(double demand, ClippedSum& taken) {
    if (demand <= 0) return 0;
    return std::min(1.0, taken.Root(demand).value_or(1));
  }

  const Precedence precedence_;
};

}  // namespace

AllocatorEntry Hwm() {
  return {
      .name = "hwm",
      .help = "High water mark: one part of all its supply for each in turn",
      .traits = {.respects_tiers = true},
      .params = {OrderParam()},
      .make = [](const ParamSet& params)
          -> std::shared_ptr<const ContractAllocator> {
        return std::make_shared<const HighWaterMark>(OrderOf(params));
      }};
}

}  // namespace souk::market
