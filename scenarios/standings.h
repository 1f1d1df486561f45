// Where strategies stand after an evaluation: means, shares of the optimum and
// differences, with bootstrap intervals.
//
// Intervals are the 2.5 and 97.5 percentiles of resampled clusters: a cluster
// is all the days and rounds of one seat, drawn with replacement, so that what
// seats have in common does not pass for evidence. Differences are paired:
// both entrants in the same seat on the same day. A league has no pairs (a seat
// is one entrant's at a time), so its differences are of means over rounds.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/evaluation_file.h"
#include "scenarios/seat_result.h"

namespace souk::scenarios {

struct Interval {
  double low = 0;
  double high = 0;
};

struct Standing {
  std::string name;
  size_t results = 0;
  double score = 0;  ///< mean; conversions, cut where the target is missed
  Interval score_interval;
  /// Mean score over that of the best coefficient in hindsight; replays only.
  std::optional<double> share;
  Interval share_interval;
  /// Mean score minus that of the first entrant.
  double difference = 0;
  Interval difference_interval;
  double conversions = 0;  ///< mean, expected ones if known
  double spent = 0;        ///< share of budgets
  double within = 0;  ///< share of results with cost per conversion in target
  /// Mean of cost per conversion / target - 1 over results beyond the target
  /// that have conversions at all.
  double excess = 0;
};

/// By score, best first; ties as in the order.
std::vector<Standing> Standings(const EvaluationOrder& order,
                                const std::vector<SeatResult>& results);

}  // namespace souk::scenarios
