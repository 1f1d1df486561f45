#include "agents/strategies/ros_pacing.h"

#include <algorithm>

#include "agents/strategies/requirements.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::ParamSet;

constexpr double kLeast = 1e-4;
constexpr double kMost = 1e4;

struct Duals {
  double lambda = 1;
  double mu = 1;
};

struct Steps {
  double target = 0;
  double rho = 0;  // micro-units a tick
  double ros = 0;
  double budget = 0;
};

class RosPacing final : public Strategy {
 public:
  RosPacing(const RosRule& rule, const Steps& steps, const Duals& start)
      : rule_(rule), steps_(steps), duals_(start), planned_(start) {}

  RosPacing& Bid(market::LinearBid unit) {
    unit_ = unit;
    return *this;
  }
  market::BidFunction Plan(const market::PlanInput&) override {
    planned_ = duals_;
    market::BidFunction bid{unit_, nullptr};
    bid.linear.factor =
        steps_.target * rule_.scale(planned_.lambda, planned_.mu);
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    if (steps_.rho == 0) return;
    const auto paid = static_cast<double>(feedback.tally.spend.micros);
    const double value = steps_.target * feedback.tally.expected_conversions;
    duals_.lambda =
        Moved(duals_.lambda, steps_.ros * (paid - value) / steps_.rho);
    duals_.mu =
        Moved(duals_.mu, steps_.budget * (paid - steps_.rho) / steps_.rho);
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_.lambda;
    values[1] = planned_.mu;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(duals_);
    out.Put(planned_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(duals_);
    in.Get(planned_);
  }

 private:
  static double Moved(double dual, double exponent) {
    return std::clamp(dual * market::Exp(exponent), kLeast, kMost);
  }

  RosRule rule_;
  Steps steps_;
  market::LinearBid unit_;
  Duals duals_;
  Duals planned_;
};

}  // namespace

std::vector<market::ParamSpec> RosParams() {
  return {
      NumberParam("start_ros", 1, {kLeast, kMost},
                  "Dual price of the return on spend in the first tick"),
      NumberParam("start_budget", 1, {kLeast, kMost},
                  "Dual price of the budget in the first tick"),
      NumberParam("ros_step", 0.1, {0, 100},
                  "Answer to a tick whose value missed its cost by a share"),
      NumberParam("budget_step", 0.1, {0, 100},
                  "Answer to a tick that cost twice its share"),
  };
}

std::vector<std::string> RosSignals() { return {"lambda", "mu"}; }

market::Result<std::unique_ptr<Strategy>> PaceByRos(const RosRule& rule,
                                                    const ParamSet& params,
                                                    const LineFacts& facts) {
  if (auto target = NeedTargetCpa(rule.name, facts); !target) {
    return target.error();
  }
  if (auto budget = NeedDailyBudget(rule.name, facts); !budget) {
    return budget.error();
  }
  const Steps steps{.target = facts.target_cpa_micros,
                    .rho = TickShare(facts),
                    .ros = params.number("ros_step"),
                    .budget = params.number("budget_step")};
  const Duals start{.lambda = params.number("start_ros"),
                    .mu = params.number("start_budget")};
  auto strategy = std::make_unique<RosPacing>(rule, steps, start);
  strategy->Bid(ConversionBid(facts));
  return std::unique_ptr<Strategy>(std::move(strategy));
}

}  // namespace souk::agents
