// Contracts first, each at its own pace: the baseline.
//
// A contract takes a page view with probability
//
//   q_j = min(1, d_j / N_j)     N_j = sum_i s_i * min(1, C_i) * match * usable
//
// (remaining demand by remaining eligible page views, of which contracts may
// have the share min(1, C_i), C_i = sum_k c_ik) and stands in any of the free
// slots: x_ijk proportional to c_ik, in the order of service, cut short where
// the type is full. Nobody looks at what the others need: a contract that is
// cut short on one type does not make up for it on another before the next
// plan. alpha = q_j; the auction gets what is left.
// The usual practice, e.g. Balseiro, Feldman, Mirrokni, Muthukrishnan, "Yield
// Optimization of Display Advertising with Ad Exchange", 2014.
#include <algorithm>

#include "market/contracts/allocators/service.h"

namespace souk::market {
namespace {

/// Page views of the type on which contracts may stand, as a share.
double OpenPages(const SupplyType& type) {
  return std::min(1.0, OpenSlots(type));
}

class PriorityAllocator final : public ContractAllocator {
 public:
  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan*) const override {
    ContractPlan plan = PlanInOrder(problem, Precedence::kContention);
    std::vector<double> pages(plan.duals.size(), 0);
    for (const SupplyType& type : problem.supply) {
      for (const SupplyEdge& edge : type.edges) {
        pages[edge.contract] += type.page_views * OpenPages(type) * edge.match *
                                problem.contracts[edge.contract].usable;
      }
    }
    for (size_t j = 0; j < plan.duals.size(); ++j) {
      ContractDual& dual = plan.duals[j];
      if (dual.demand <= 0) continue;
      dual.alpha = dual.demand < pages[j] ? dual.demand / pages[j] : 1;
    }
    return plan;
  }

  void Shares(const SupplyType& type, std::span<const ContractDual> duals,
              std::span<double> shares) const override {
    // A part of 1 / C_i is one slot of every page view.
    const double page = OpenPages(type) / std::max(1e-300, OpenSlots(type));
    double left = 1;
    for (const uint32_t e : EdgesByRank(type, duals)) {
      const double part =
          std::min(left, page * duals[type.edges[e].contract].alpha);
      SpreadPart(type, e, part, shares);
      left -= part;
    }
  }
};

}  // namespace

AllocatorEntry Priority() {
  return {
      .name = "priority",
      .help = "Contracts first: each at its own pace on any free slot",
      .traits = {.respects_tiers = true},
      .params = {},
      .make = [](const ParamSet&) -> std::shared_ptr<const ContractAllocator> {
        return std::make_shared<const PriorityAllocator>();
      }};
}

}  // namespace souk::market
