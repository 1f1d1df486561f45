// Reads the log of a replay: one page view a line,
//
//   click price rate [ignored ...]
//
// separated by spaces or tabs; click is 0 or 1, price a whole number of log
// units, rate the predicted click probability.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "market/result.h"

namespace souk::scenarios {

inline constexpr int64_t kMostLogPrice = 1000000000000;  // 1e12 log units

/// Columns of one length, at least one row.
struct LoggedPages {
  std::vector<uint8_t> click;  ///< 0 or 1
  std::vector<int64_t> price;  ///< log units, 0 to kMostLogPrice
  std::vector<double> rate;    ///< [0, 1]
};

/// `name` stands in the faults: "LOG:40000: price is 'x7', must be a whole
/// number from 0 to 1000000000000". The Error has the first ten, one a line,
/// and how many there are beyond.
market::Result<LoggedPages> ParseReplayLog(std::string_view text,
                                           const std::string& name);
market::Result<LoggedPages> ReadReplayLog(const std::string& path);

}  // namespace souk::scenarios
