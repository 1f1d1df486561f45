// random_shares: parts drawn anew every day, to learn from.
//
//   x_k uniform in [0, 1) for every line k;  share_k = x_k / (sum of x)
//
// equal parts if all x are 0. Whole twentieths, rounded down, as hibid splits:
// up to a twentieth a line is given to nobody.
#include <numeric>

#include "agents/planners/planner.h"
#include "market/random.h"

namespace souk::agents {
namespace {

constexpr double kParts = 20;

class RandomShares final : public Planner {
 public:
  explicit RandomShares(const CampaignFacts& facts)
      : lines_(facts.channels.size()),
        campaign_(facts.campaign),
        stream_(facts.seed, facts.run, market::Purpose::kPlanning) {}

  std::vector<double> Split(const PlannerInput& input) const override {
    std::vector<double> shares(lines_);
    for (uint32_t line = 0; line < lines_; ++line) {
      shares[line] = stream_.Uniform(campaign_, input.day, line);
    }
    const double all = std::accumulate(shares.begin(), shares.end(), 0.0);
    if (all <= 0) return EqualShares(lines_);
    for (double& share : shares) {
      share =
          static_cast<double>(static_cast<int>(share / all * kParts)) / kParts;
    }
    return shares;
  }

 private:
  size_t lines_;
  uint32_t campaign_;
  market::Stream stream_;
};

market::Result<std::unique_ptr<Planner>> Make(const market::ParamSet&,
                                              const CampaignFacts& facts) {
  if (auto budget = NeedBudgetToSplit("random_shares", facts); !budget) {
    return budget.error();
  }
  return std::unique_ptr<Planner>(std::make_unique<RandomShares>(facts));
}

}  // namespace

PlannerEntry RandomSharesPlanner() {
  return {.name = "random_shares",
          .help = "Draws the parts anew every day (to learn from)",
          .params = {},
          .make = Make};
}

}  // namespace souk::agents
