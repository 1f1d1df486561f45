// pid_spend: an offer per conversion that follows the spend.
//
//   bid   = alpha * (expected conversions of a charged event)
//   ratio = last * (T - t) / remaining       at the start of tick t >= 1 of T
//   ratio < low_ratio:   alpha *= up_factor
//   ratio > high_ratio:  alpha *= down_factor
//
// as budget_pacer, but it knows neither value nor target: alpha starts every
// day at `start_micros` and stays in [1e-6, 1e15] micro-units. Reference: the
// PID bidder of AuctionNet (NeurIPS 2024) with an even spend profile. There
// `last_remaining` carries over from the episode before, so that its first
// correction always raises; here a day starts with its own budget.
//
// Signal: coefficient (alpha, in micro-units), of the tick planned last.
#include "agents/strategies/requirements.h"
#include "agents/strategies/spend_pacer.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  auto answer = AnswerByThresholds("pid_spend", params);
  if (!answer) return answer.error();
  return PaceBySpend(
      {.start = params.number("start_micros"), .min = 1e-6, .max = 1e15},
      ConversionBid(facts), std::move(answer).value());
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params =
      ThresholdParams({.low = 0.7, .high = 1.1, .up = 1.2, .down = 0.7});
  market::ParamSpec start =
      NumberParam("start_micros", 15e6, {1e-6, 1e12},
                  "Offer for a conversion in the first tick of a day");
  start.unit = "micros";
  params.insert(params.begin(), start);
  return params;
}

}  // namespace

StrategyEntry PidSpendStrategy() {
  return {.name = "pid_spend",
          .help = "Scales an offer per conversion so that the budget lasts",
          .params = Params(),
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
