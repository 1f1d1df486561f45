// What a bidder that learns from trajectories is rewarded for, per tick.
//
// Rewards of a day add up to what the day is judged by. They are in units of a
// common budget: what a line gets is multiplied by kCommonConversions * target
// / budget, so that lines of all sizes have values of the same size (a day of
// spending the budget at the target is worth kCommonConversions). Lines without
// a target or a budget keep plain conversions.
#pragma once

#include <vector>

#include "market/trajectories.h"

namespace souk::agents {

enum class LearnerReward : uint8_t {
  kConversions = 0,
  /// Conversions that the views promised: as above with less noise.
  kExpected = 1,
  /// By how much the tick changed the score (market/cpa_score.h) of the day's
  /// expected conversions so far; below 0 where it broke the target.
  kScore = 2,
};

inline constexpr double kCommonConversions = 30;

/// A day so far; amounts in micro-units, 0: no budget, no target.
struct DayOutcome {
  double gained = 0;
  double expected = 0;
  double cost = 0;
  double budget = 0;
  double target = 0;
};
/// What its rewards add up to.
double DayReturn(LearnerReward kind, const DayOutcome& day);

/// One per row.
std::vector<float> LearnerRewards(const market::Trajectories& data,
                                  LearnerReward kind);
/// Sums from each row to the end of its trajectory.
std::vector<float> RewardsToGo(const market::Trajectories& data,
                               const std::vector<float>& rewards);

}  // namespace souk::agents
