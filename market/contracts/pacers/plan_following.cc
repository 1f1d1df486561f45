// Faster when behind the plan, slower when ahead.
//
//   pass = clip(1 + kappa * (planned - delivered) / planned, 0.5, 1.5)
//
// with impressions since the window began; room = 1.5. Before anything was
// planned: 1, or 0.5 if something was delivered. The same for all click rates.
// It bridges the time between two plans, whose demand is what is left.
//
// Parameters:
//   kappa  [1]  >= 0, default 0.5: how strongly it answers
#include <algorithm>

#include "market/contracts/pacer.h"

namespace souk::market {
namespace {

constexpr double kSlowest = 0.5;
constexpr double kFastest = 1.5;

class PlanFollower final : public ContractPace {
 public:
  explicit PlanFollower(double kappa) : kappa_(kappa) {}
  const PassRule& rule() const override { return rule_; }
  void Learn(const PaceNews& news) override {
    rule_.pass.front() = Pass(news.planned, news.delivered);
  }
  void Save(ArchiveWriter& out) const override { out.Put(rule_.pass.front()); }
  void Load(ArchiveReader& in) override { in.Get(rule_.pass.front()); }

 private:
  double Pass(double planned, double delivered) const {
    if (planned <= 0) return delivered > 0 ? kSlowest : 1;
    return std::clamp(1 + kappa_ * (planned - delivered) / planned, kSlowest,
                      kFastest);
  }

  double kappa_;
  PassRule rule_;
};

class PlanFollowing final : public Pacer {
 public:
  explicit PlanFollowing(double kappa) : kappa_(kappa) {}
  std::unique_ptr<ContractPace> Start() const override {
    return std::make_unique<PlanFollower>(kappa_);
  }
  double room() const override { return kFastest; }

 private:
  double kappa_;
};

}  // namespace

PacerEntry PlanFollowingPacer() {
  return {
      .name = "plan_following",
      .help = "Faster when behind the plan, slower when ahead",
      .params = {{.name = "kappa",
                  .default_value = {0.5},
                  .min = 0,
                  .max = 100,
                  .help = "Strength of the answer to a relative shortfall."}},
      .make =
          [](const ParamSet& params) -> Result<std::shared_ptr<const Pacer>> {
        return {std::make_shared<const PlanFollowing>(params.number("kappa"))};
      }};
}

}  // namespace souk::market
