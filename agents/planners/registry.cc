// The planners, ascending by name. To add one: a .cc beside this file and two
// lines here.
#include <array>

#include "agents/planners/planner.h"

namespace souk::agents {

PlannerEntry EqualPlanner();
PlannerEntry HibidPlanner();
PlannerEntry ProportionalPlanner();
PlannerEntry RandomSharesPlanner();
PlannerEntry SharedPlanner();

std::span<const PlannerEntry> Planners() {
  static const std::array entries = {
      EqualPlanner(),         //
      HibidPlanner(),         //
      ProportionalPlanner(),  //
      RandomSharesPlanner(),  //
      SharedPlanner(),
  };
  return entries;
}

market::Result<void> NeedBudgetToSplit(std::string_view planner,
                                       const CampaignFacts& facts) {
  if (facts.daily_budget != market::kNoLimit) return {};
  return market::Error{market::Concat(
      planner,
      ": needs a budget to split; give the campaign or its advertiser "
      "one")};
}

std::vector<double> EqualShares(size_t lines) {
  return std::vector<double>(lines, 1.0 / static_cast<double>(lines));
}

}  // namespace souk::agents
