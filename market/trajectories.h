// Trajectories: what bidders saw, did and got, tick by tick, as columns.
//
// One row per line and tick, rows of a day of a line in order of ticks, one
// day behind the other. `souk dataset` makes them from traces that recorded
// them (recording.trajectories), `souk train` learns from them.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace souk::market {

/// Traces report trajectories as signals of these names behind this prefix,
/// and all others behind it are features.
inline constexpr std::string_view kTrajectoryPrefix = "trajectory.";
inline constexpr std::array<std::string_view, 6> kTrajectoryColumns = {
    "action", "reward",        "expected_reward",
    "cost",   "budget_micros", "target_micros"};

struct Trajectories {
  /// Names of the features, in order (agents/learning/market_view.h).
  std::vector<std::string> features;
  std::vector<float> state;  ///< rows x features
  /// Coefficient of the tick: sum of bids / sum of values per charged event,
  /// where the value of a conversion is the target (1 = bids the target); 0
  /// where the budget was gone.
  std::vector<float> action;
  /// Conversions, or clicks of lines that value nothing else.
  std::vector<float> reward;
  std::vector<float> expected_reward;  ///< what its views promised of these
  std::vector<float> cost;             ///< of the tick, over the daily budget
  std::vector<uint8_t> done;           ///< last row of its trajectory
  std::vector<uint32_t> episode;       ///< which trajectory, ascending
  std::vector<uint32_t> tick;          ///< of the day
  std::vector<double> budget_micros;   ///< of the day; 0: none
  std::vector<double> target_micros;   ///< cost per conversion; 0: none

  size_t rows() const { return action.size(); }
  size_t width() const { return features.size(); }
};

}  // namespace souk::market
