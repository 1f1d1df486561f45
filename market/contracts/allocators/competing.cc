// Bid prices: the planner's dual is what one more impression is worth to a
// contract, and it competes with the auction for every slot.
//
//   score = mu (alpha_j + lambda q),  q = click_rate * slot_weight
//
// in units of penalty. The page with the largest sum of scores and auction
// prices wins, each contract at most once (page_choice.h); ties as there. The
// best score left out is a reserve of the auction.
//
// Plan: the joint plan (joint_shard.h), where contracts start; who competes
// already keeps its alpha. Adjust, after every tick:
//   alpha_j <- max(0, alpha_j + nudge clip(gain (planned - delivered) / d,
//   +-1))
//
// After Balseiro, Feldman, Mirrokni, Muthukrishnan, "Yield Optimization of
// Display Advertising with Ad Exchange", Management Science 2014, and the
// stages of HMAF (arXiv 2606.09896); the equations here are our own.
//
// Parameters: those of multi_slot_joint, and
//   competitiveness  [1]  mu, > 0, default 1
//   nudge            [1]  >= 0, default 0.06: step of alpha after a tick
//   gain             [1]  >= 0, default 20: nudge is reached at e = 1 / gain
//   damping          [1]  >= 0, default 0.5: share of n missed in the last tick
#include <algorithm>

#include "market/contracts/joint_planner.h"

namespace souk::market {
namespace {

struct CompetingRules {
  double competitiveness, nudge, gain, damping;
};

class CompetingAllocator final : public ContractAllocator {
 public:
  CompetingAllocator(const JointRules& plan, const CompetingRules& rules)
      : plan_(plan), rules_(rules) {}

  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan* last) const override {
    ContractPlan plan = PlanJointly(problem, last, plan_);
    for (size_t j = 0; j < plan.duals.size(); ++j) {
      ContractDual& dual = plan.duals[j];
      const bool competes = last != nullptr && last->duals[j].demand > 0;
      if (competes) dual.alpha = last->duals[j].alpha;
      dual.second = competes ? last->duals[j].second : 0;
    }
    return plan;
  }

  double Score(const PlacementOffer& offer,
               const ContractDual& dual) const override {
    if (dual.demand <= 0) return 0;
    return rules_.competitiveness *
           (dual.alpha +
            plan_.click_weight * offer.click_rate * offer.slot_weight);
  }

  void Adjust(const Progress& progress, ContractDual& dual) const override {
    if (progress.demand <= 0) return;
    const double behind =
        (progress.planned - progress.delivered) / progress.demand;
    const double push = std::clamp(rules_.gain * behind, -1.0, 1.0);
    const double missed = (behind - dual.second) * progress.demand;
    const double a_tick = std::max(1.0, progress.demand / progress.ticks);
    const double damping =
        std::clamp(rules_.damping * missed / a_tick, -3.0, 3.0);
    dual.alpha = std::max(0.0, dual.alpha + rules_.nudge * (push + damping));
    dual.second = behind;
  }

 private:
  JointRules plan_;
  CompetingRules rules_;
};

std::vector<ParamSpec> CompetingParams() {
  std::vector<ParamSpec> params = JointParams();
  params.push_back({.name = "competitiveness",
                    .default_value = {1},
                    .min = 1e-9,
                    .help = "Factor of all scores"});
  params.push_back({.name = "nudge",
                    .default_value = {0.06},
                    .min = 0,
                    .help = "Largest step of a bid price after a tick, in "
                            "units of penalty"});
  params.push_back({.name = "gain",
                    .default_value = {20},
                    .min = 0,
                    .help = "Part of the goal behind the plan, times gain, is "
                            "the part of the largest step"});
  params.push_back({.name = "damping",
                    .default_value = {0.5},
                    .min = 0,
                    .help = "Part of the step for what the last tick alone "
                            "missed of its plan; 0: bid prices swing"});
  return params;
}

}  // namespace

AllocatorEntry Competing() {
  return {
      .name = "competing",
      .help = "Contracts bid their dual prices against the auction",
      .traits = {.way = AllocatorTraits::Way::kScores,
                 .meets_auction = true,
                 .plans_supply = false},
      .params = CompetingParams(),
      .make = [](const ParamSet& params)
          -> Result<std::shared_ptr<const ContractAllocator>> {
        return std::shared_ptr<const ContractAllocator>(
            std::make_shared<CompetingAllocator>(
                JointRulesOf(params),
                CompetingRules{params.number("competitiveness"),
                               params.number("nudge"), params.number("gain"),
                               params.number("damping")}));
      }};
}

}  // namespace souk::market
