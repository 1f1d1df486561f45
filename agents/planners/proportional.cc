// proportional: parts as the clicks of last week.
//
//   share = (clicks + prior) / (clicks of all lines + lines * prior)
//
// over the last seven days, or as many as there were; equal parts on the first
// day. Reference: the split by last week's clicks that HiBid is compared with
// (Wang et al., "HiBid: a cross-channel constrained bidding system with budget
// allocation by hierarchical offline deep reinforcement learning", IEEE TC
// 2023).
//
// Parameter: prior.
#include "agents/planners/planner.h"

namespace souk::agents {
namespace {

class Proportional final : public Planner {
 public:
  Proportional(size_t lines, double prior) : lines_(lines), prior_(prior) {}

  std::vector<double> Split(const PlannerInput& input) const override {
    std::vector<double> clicks(lines_, prior_);
    double all = static_cast<double>(lines_) * prior_;
    for (const std::vector<LineDay>& day : input.past) {
      for (size_t line = 0; line < lines_; ++line) {
        const auto more = static_cast<double>(day[line].tally.clicks);
        clicks[line] += more;
        all += more;
      }
    }
    if (all <= 0) return EqualShares(lines_);
    for (double& share : clicks) share /= all;
    return clicks;
  }

 private:
  size_t lines_;
  double prior_;
};

market::Result<std::unique_ptr<Planner>> Make(const market::ParamSet& params,
                                              const CampaignFacts& facts) {
  if (auto budget = NeedBudgetToSplit("proportional", facts); !budget) {
    return budget.error();
  }
  return std::unique_ptr<Planner>(std::make_unique<Proportional>(
      facts.channels.size(), params.number("prior")));
}

}  // namespace

PlannerEntry ProportionalPlanner() {
  return {.name = "proportional",
          .help = "Gives every line a part as its clicks of last week",
          .params = {{.name = "prior",
                      .unit = "clicks",
                      .shape = market::ParamShape::kNumber,
                      .default_value = {1},
                      .min = 0,
                      .max = 1e9,
                      .help = "Added to the clicks of every line"}},
          .make = Make};
}

}  // namespace souk::agents
