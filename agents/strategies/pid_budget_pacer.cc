// pid_budget_pacer: budget_pacer with a PID answer to the sign of the error.
//
//   ratio = last * (T - t) / remaining       at the start of tick t >= 1 of T
//   e     = 1 if ratio < low_ratio, -1 if ratio > high_ratio, else 0
//   u     = p * e + i * (sum of e) + d * (e - e of the tick before)
//   coefficient *= exp(clip(u, -max_step, max_step))
//
// and bid = coefficient * (truthful value of a charged event); see
// spend_pacer.h. Errors are counted from the start of the day; before its first
// correction e is 0. Reference: PIDBudgetPacer of the rlbidder benchmark
// (github.com/zuoxingdong/rlbidder), where a conversion is worth its target.
//
// Signal: coefficient, of the tick planned last.
#include <algorithm>

#include "agents/strategies/requirements.h"
#include "agents/strategies/spend_pacer.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

using market::ParamSet;

struct Gains {
  double low = 0;
  double high = 0;
  double p = 0;
  double i = 0;
  double d = 0;
  double max_step = 0;
};

double Answer(const Gains& gains, double ratio, SpendPacerState& state) {
  const double error =
      ratio < gains.low ? 1.0 : (ratio > gains.high ? -1.0 : 0.0);
  state.error_sum += error;
  const double u = gains.p * error + gains.i * state.error_sum +
                   gains.d * (error - state.error);
  state.error = error;
  return market::Exp(std::clamp(u, -gains.max_step, gains.max_step));
}

market::Result<std::unique_ptr<Strategy>> Make(const ParamSet& params,
                                               const LineFacts& facts) {
  const auto value = TruthfulBid("pid_budget_pacer", facts);
  if (!value) return value.error();
  const Gains gains{.low = params.number("low_ratio"),
                    .high = params.number("high_ratio"),
                    .p = params.number("p"),
                    .i = params.number("i"),
                    .d = params.number("d"),
                    .max_step = params.number("max_step")};
  if (gains.low > gains.high) {
    return market::Error{
        market::Concat("pid_budget_pacer: low_ratio = ", gains.low,
                       " must not be above high_ratio = ", gains.high)};
  }
  return PaceBySpend({.start = params.number("start"), .min = 1e-6, .max = 1e6},
                     *value, [gains](double ratio, SpendPacerState& state) {
                       return Answer(gains, ratio, state);
                     });
}

std::vector<market::ParamSpec> Params() {
  constexpr Range kGain = {0, 100};
  return {
      NumberParam("start", 1, {1e-6, 1e6},
                  "Coefficient in the first tick of a day"),
      NumberParam("low_ratio", 0.7, {0, 1e6},
                  "Spending slower than this: an error of 1"),
      NumberParam("high_ratio", 1.1, {0, 1e6},
                  "Spending faster than this: an error of -1"),
      NumberParam("p", 0.01, kGain, "Gain on the error"),
      NumberParam("i", 2.568e-6, kGain, "Gain on the sum of errors"),
      NumberParam("d", 1.28e-4, kGain, "Gain on the change of the error"),
      NumberParam("max_step", 1.5, {0, 10}, "Largest exponent of a step"),
  };
}

}  // namespace

StrategyEntry PidBudgetPacerStrategy() {
  return {.name = "pid_budget_pacer",
          .help = "Paces the truthful bid by PID control of the spend's side",
          .params = Params(),
          .signals = {"coefficient"},
          .make = Make};
}

}  // namespace souk::agents
