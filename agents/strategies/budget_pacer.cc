// budget_pacer: the truthful bid times a coefficient that follows the spend.
//
//   bid   = coefficient * (truthful value of a charged event)
//   ratio = last * (T - t) / remaining       at the start of tick t >= 1 of T
//   ratio < low_ratio:   coefficient *= up_factor
//   ratio > high_ratio:  coefficient *= down_factor
//
// with `last` what the advertiser spent in the tick before and `remaining` its
// budget at the start of this tick; equality keeps the coefficient, and so does
// an exhausted budget. The coefficient starts every day at `start` and stays
// in [min_coefficient, max_coefficient]. Without a daily budget it stays at
// `start`. Reference: the PID bidder of AuctionNet (NeurIPS 2024), which has
// thresholds .7 and 1.1 and factors 1.2 and .7; the defaults are those that
// the rlbidder benchmark (github.com/zuoxingdong/rlbidder) tuned.
//
// Signal: coefficient, of the tick planned last.
#include <algorithm>

#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::Money;
using market::ParamSet;
using market::ParamSpec;

struct PacerRules {
  double start = 1;
  double low = 0;
  double high = 0;
  double up = 1;
  double down = 1;
  double min = 0;
  double max = 0;
};

class BudgetPacer final : public Strategy {
 public:
  BudgetPacer(const PacerRules& rules, market::LinearBid value)
      : rules_(rules), value_(value), coefficient_(rules.start) {}

  market::BidFunction Plan(const market::PlanInput& input) override {
    if (input.remaining_today != market::kNoLimit) Pace(input);
    market::BidFunction bid{value_, nullptr};
    bid.linear.factor = coefficient_;
    return bid;
  }
  void Learn(const market::Feedback&) override {}
  void Signals(std::span<double> values) const override {
    values[0] = coefficient_;
  }
  void Save(market::ArchiveWriter& out) const override {
    out.Put(coefficient_);
    out.Put(remaining_);
  }
  void Load(market::ArchiveReader& in) override {
    in.Get(coefficient_);
    in.Get(remaining_);
  }

 private:
  void Pace(const market::PlanInput& input) {
    const Money last = remaining_ - input.remaining_today;
    remaining_ = input.remaining_today;
    if (input.time.first_of_day()) {
      coefficient_ = rules_.start;
    } else if (remaining_ > Money()) {
      Correct(static_cast<double>(last.micros) * TicksLeft(input.time) /
              static_cast<double>(remaining_.micros));
    }
  }
  void Correct(double ratio) {
    if (ratio < rules_.low) coefficient_ *= rules_.up;
    if (ratio > rules_.high) coefficient_ *= rules_.down;
    coefficient_ = std::clamp(coefficient_, rules_.min, rules_.max);
  }
  static double TicksLeft(market::TickTime time) {
    return static_cast<double>(time.ticks_per_day - time.tick_of_day());
  }

  PacerRules rules_;
  market::LinearBid value_;
  double coefficient_;
  Money remaining_;  // at the start of the tick planned last
};

PacerRules Rules(const ParamSet& params) {
  return {.start = params.number("start"),
          .low = params.number("low_ratio"),
          .high = params.number("high_ratio"),
          .up = params.number("up_factor"),
          .down = params.number("down_factor"),
          .min = params.number("min_coefficient"),
          .max = params.number("max_coefficient")};
}

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  const auto value = TruthfulBid("budget_pacer", facts);
  if (!value) return value.error();
  const PacerRules rules = Rules(params);
  if (rules.low > rules.high) {
    return market::Error{
        market::Concat("budget_pacer: low_ratio = ", rules.low,
                       " must not be above high_ratio = ", rules.high)};
  }
  if (rules.start < rules.min || rules.start > rules.max) {
    return market::Error{market::Concat(
        "budget_pacer: start = ", rules.start, " must lie in [min_coefficient",
        ", max_coefficient] = [", rules.min, ", ", rules.max, "]")};
  }
  return std::unique_ptr<Strategy>(
      std::make_unique<BudgetPacer>(rules, *value));
}

ParamSpec Number(const char* name, double value, const char* help) {
  return {.name = name,
          .unit = "1",
          .shape = market::ParamShape::kNumber,
          .default_value = {value},
          .min = 0,
          .max = 1e6,
          .help = help};
}

std::vector<ParamSpec> Params() {
  std::vector<ParamSpec> params = {
      Number("start", 1, "Coefficient in the first tick of a day"),
      Number("low_ratio", 0.66, "Spending slower than this: raise"),
      Number("high_ratio", 1.45, "Spending faster than this: lower"),
      Number("up_factor", 1.13, "Factor when spending is slow, at least 1"),
      Number("down_factor", 0.56, "Factor when spending is fast, at most 1"),
      Number("min_coefficient", 1e-6, "Never below"),
      Number("max_coefficient", 1e6, "Never above")};
  params[3].min = 1;
  params[4].max = 1;
  return params;
}

}  // namespace

StrategyEntry BudgetPacerStrategy() {
  return {.name = "budget_pacer",
          .help = "Scales the truthful bid so that the budget lasts the day",
          .params = Params(),
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
