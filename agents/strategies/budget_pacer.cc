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
// `start`. Reference: the PID bidder of AuctionNet (NeurIPS 2024, here
// pid_spend); the defaults are those that the rlbidder benchmark
// (github.com/zuoxingdong/rlbidder) tuned, where a conversion is worth its
// target.
//
// Signal: coefficient, of the tick planned last.
#include "agents/strategies/requirements.h"
#include "agents/strategies/spend_pacer.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamSpec;

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  const auto value = TruthfulBid("budget_pacer", facts);
  if (!value) return value.error();
  auto answer = AnswerByThresholds("budget_pacer", params);
  if (!answer) return answer.error();
  const SpendPacerBounds bounds{.start = params.number("start"),
                                .min = params.number("min_coefficient"),
                                .max = params.number("max_coefficient")};
  if (bounds.start < bounds.min || bounds.start > bounds.max) {
    return market::Error{market::Concat(
        "budget_pacer: start = ", bounds.start, " must lie in [min_coefficient",
        ", max_coefficient] = [", bounds.min, ", ", bounds.max, "]")};
  }
  return PaceBySpend(bounds, *value, std::move(answer).value());
}

std::vector<ParamSpec> Params() {
  constexpr Range kAny = {0, 1e6};
  std::vector<ParamSpec> params =
      ThresholdParams({.low = 0.66, .high = 1.45, .up = 1.13, .down = 0.56});
  params.insert(params.begin(), NumberParam("start", 1, kAny,
                                            "Coefficient in the first tick of "
                                            "a day"));
  params.push_back(NumberParam("min_coefficient", 1e-6, kAny, "Never below"));
  params.push_back(NumberParam("max_coefficient", 1e6, kAny, "Never above"));
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
