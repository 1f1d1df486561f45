// equal: every line gets the same part.
//
//   share = 1 / lines
#include "agents/planners/planner.h"

namespace souk::agents {
namespace {

class Equal final : public Planner {
 public:
  explicit Equal(size_t lines) : lines_(lines) {}
  std::vector<double> Split(const PlannerInput&) const override {
    return EqualShares(lines_);
  }

 private:
  size_t lines_;
};

market::Result<std::unique_ptr<Planner>> Make(const market::ParamSet&,
                                              const CampaignFacts& facts) {
  if (auto budget = NeedBudgetToSplit("equal", facts); !budget) {
    return budget.error();
  }
  return std::unique_ptr<Planner>(
      std::make_unique<Equal>(facts.channels.size()));
}

}  // namespace

PlannerEntry EqualPlanner() {
  return {.name = "equal",
          .help = "Gives every line the same part",
          .params = {},
          .make = Make};
}

}  // namespace souk::agents
