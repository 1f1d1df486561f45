// A coefficient that follows the spend: what budget_pacer, pid_spend and
// pid_budget_pacer share.
//
//   bid   = coefficient * (unit bid)
//   ratio = last * (T - t) / remaining       at the start of tick t >= 1 of T
//   coefficient *= answer(ratio)
//
// with `last` what the advertiser spent in the tick before and `remaining` its
// budget at the start of this tick; an exhausted budget keeps the coefficient.
// The coefficient starts every day at `start` and stays in [min, max]. Without
// a daily budget it stays at `start`.
#pragma once

#include <vector>

#include "agents/strategy.h"

namespace souk::agents {

struct SpendPacerState {
  double coefficient = 1;
  market::Money remaining = {};  ///< at the start of the tick planned last
  double error = 0;      ///< of the last answer, for rules that have one
  double error_sum = 0;  ///< of the day
};

struct SpendPacerBounds {
  double start = 1;
  double min = 0;
  double max = 0;
};

/// The factor for a ratio; may keep errors in `state`.
using SpendAnswer = std::function<double(double ratio, SpendPacerState& state)>;

/// Signal: coefficient, of the tick planned last.
std::unique_ptr<Strategy> PaceBySpend(const SpendPacerBounds& bounds,
                                      market::LinearBid unit,
                                      SpendAnswer answer);

/// low_ratio, high_ratio, up_factor, down_factor.
struct SpendThresholds {
  double low = 0;
  double high = 0;
  double up = 1;
  double down = 1;
};
std::vector<market::ParamSpec> ThresholdParams(const SpendThresholds& defaults);
/// up below low_ratio, down above high_ratio, 1 in between. Error: a low ratio
/// above the high one.
market::Result<SpendAnswer> AnswerByThresholds(std::string_view strategy,
                                               const market::ParamSet& params);

}  // namespace souk::agents
