// All slots of a page in one plan, no contract twice on a page.
//
// The plan minimises unevenness, penalties and displaced auction revenue minus
// lambda clicks, under limits of slots and one appearance a page; closed form,
// duals and steps stand in market/contracts/joint_shard.h. Published is alpha_j
// and, as `second`, the mean of the click rates that lambda is centred by. A
// server finds beta and gamma of a supply type from the alphas by
// `local_rounds` rounds of the same gradient, then repairs what is left over.
//
// After "Beyond Single Slot" (arXiv 2605.21556), whose equations are not
// public: bipartite matching of page views, limits of exposure per slot, duals
// by projected gradient. The equations here are our own. There are no ties.
//
// Parameters:
//   click_weight  [1]  lambda, worth of a click in units of penalty, default 5
//   rounds        [1]  at most, default 4000
//   step          [1]  eta, up to 0.5, default 0.5
//   step_decay    [1]  plain rounds until a step is halved, default 800
//   tolerance     [1]  worst violation to stop at, default 1e-3
//   momentum      [1]  1: Nesterov's with restarts, 0: plain, default 1
//   local_rounds  [1]  of a server for each supply type, default 100
#include "market/contracts/joint_planner.h"

namespace souk::market {
namespace {

class JointAllocator final : public ContractAllocator {
 public:
  explicit JointAllocator(const JointRules& rules) : rules_(rules) {}

  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan* last) const override {
    return PlanJointly(problem, last, rules_);
  }

  void Shares(const SupplyType& type, std::span<const ContractDual> duals,
              std::span<double> shares) const override {
    JointShares(type, duals, rules_, shares);
    RepairShares(type, shares);
  }

 private:
  JointRules rules_;
};

}  // namespace

AllocatorEntry MultiSlotJoint() {
  return {.name = "multi_slot_joint",
          .help = "All slots of a page planned together, one place a contract",
          .traits = {},
          .params = JointParams(),
          .make = [](const ParamSet& params)
              -> Result<std::shared_ptr<const ContractAllocator>> {
            return std::shared_ptr<const ContractAllocator>(
                std::make_shared<JointAllocator>(JointRulesOf(params)));
          }};
}

}  // namespace souk::market
