// broi: shades the target by the larger of two additive multipliers, one for
// the budget and one for the return on spend.
//
//   bid = C / (1 + max(r, b, 0)) * (expected conversions of a charged event)
//   r   = r + roi_step * (gamma * z - V) / rho               after a tick
//   b   = b + budget_step * (z - rho) / rho
//
// with C the target of the campaign, z what the line spent in the tick, V = C
// times the predicted conversions of its views and rho its even share of the
// daily budget; both stay in [-10000, 10000]. r starts at gamma - 1 and b at
// start_budget (v / rho - 1 in the paper, with v the most that an auction can
// be worth and rho per auction). Bids never exceed C, so with small steps both
// constraints hold. Reference: Lucier, Pattathil, Slivkins, Zhang, "Autobidders
// with budget and ROI constraints", COLT 2024; gradients are summed over a tick
// and relative to rho.
//
// Signals: roi_multiplier, budget_multiplier, of the tick planned last.
#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSet;

struct Rules {
  double target = 0;
  double rho = 0;  // micro-units a tick
  double gamma = 1;
  double roi_step = 0;
  double budget_step = 0;
};

struct Multipliers {
  double roi = 0;
  double budget = 0;
};

class Broi final : public Strategy {
 public:
  Broi(const Rules& rules, market::LinearBid unit, double start_budget)
      : rules_(rules), unit_(unit), now_{rules.gamma - 1, start_budget} {}

  market::BidFunction Plan(const market::PlanInput&) override {
    planned_ = now_;
    market::BidFunction bid{unit_, nullptr};
    bid.linear.factor =
        rules_.target / (1 + std::max({planned_.roi, planned_.budget, 0.0}));
    return bid;
  }
  void Learn(const market::Feedback& feedback) override {
    if (rules_.rho == 0) return;
    const auto paid = static_cast<double>(feedback.tally.spend.micros);
    const double value = rules_.target * feedback.tally.expected_conversions;
    now_.roi = Moved(now_.roi, rules_.roi_step * (rules_.gamma * paid - value));
    now_.budget = Moved(now_.budget, rules_.budget_step * (paid - rules_.rho));
  }
  void Signals(std::span<double> values) const override {
    values[0] = planned_.roi;
    values[1] = planned_.budget;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(now_);
    out.Put(planned_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(now_);
    in.Get(planned_);
  }

 private:
  double Moved(double multiplier, double move) const {
    return std::clamp(multiplier + move / rules_.rho, -1e4, 1e4);
  }

  Rules rules_;
  market::LinearBid unit_;
  Multipliers now_;
  Multipliers planned_;
};

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  if (auto target = NeedTargetCpa("broi", facts); !target) {
    return target.error();
  }
  if (auto budget = NeedDailyBudget("broi", facts); !budget) {
    return budget.error();
  }
  const Rules rules{.target = facts.target_cpa_micros,
                    .rho = TickShare(facts),
                    .gamma = params.number("gamma"),
                    .roi_step = params.number("roi_step"),
                    .budget_step = params.number("budget_step")};
  return std::unique_ptr<Strategy>(std::make_unique<Broi>(
      rules, ConversionBid(facts), params.number("start_budget")));
}

std::vector<market::ParamSpec> Params() {
  return {
      NumberParam("gamma", 1, {0, 1000},
                  "Value that every unit of payment must bring"),
      NumberParam("start_budget", 0, {-1e4, 1e4},
                  "Multiplier of the budget in the first tick"),
      NumberParam("roi_step", 0.1, {0, 100},
                  "Answer to a tick whose value missed its cost by a share"),
      NumberParam("budget_step", 0.1, {0, 100},
                  "Answer to a tick that cost twice its share"),
  };
}

}  // namespace

StrategyEntry BroiStrategy() {
  return {.name = "broi",
          .help =
              "Shades the target for the stricter of budget and return on "
              "spend (needs both)",
          .params = Params(),
          .signals = {"roi_multiplier", "budget_multiplier"},
          .make = Make};
}

}  // namespace souk::agents
