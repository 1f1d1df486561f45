// shared: the budget is not split.
//
// Whichever line comes first spends it. Lines learn what the whole campaign has
// got and spent today (market::LineShare), and nothing else.
#include "agents/planners/planner.h"

namespace souk::agents {
namespace {

class Shared final : public Planner {
 public:
  std::vector<double> Split(const PlannerInput&) const override { return {}; }
};

market::Result<std::unique_ptr<Planner>> Make(const market::ParamSet&,
                                              const CampaignFacts&) {
  return std::unique_ptr<Planner>(std::make_unique<Shared>());
}

}  // namespace

PlannerEntry SharedPlanner() {
  return {.name = "shared",
          .help = "Splits nothing: first come, first served",
          .params = {},
          .make = Make};
}

}  // namespace souk::agents
