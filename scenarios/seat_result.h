// How one strategy did in one seat on one day.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace souk::scenarios {

struct SeatResult {
  size_t entrant = 0;
  size_t campaign = 0;  ///< the seat
  uint32_t round = 0;   ///< a day of a run; results of one pair up
  double target = 0;    ///< micro-units per conversion
  double budget = 0;    ///< micro-units; 0: none
  double spend = 0;     ///< micro-units
  double conversions = 0;
  /// Sum of predicted rates over what users looked at; replays only.
  std::optional<double> expected;
  /// Expected score of the best coefficient in hindsight; replays only.
  std::optional<double> best;

  /// What scores are from: expected conversions if known.
  double counted() const { return expected.value_or(conversions); }
};

}  // namespace souk::scenarios
