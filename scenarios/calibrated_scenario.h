// From a click log to a market that clicks like it.
//
// Slots are the log's positions from the most to the least looked at, which is
// the scale too: the first slot is always examined. Positions that were never
// clicked are no slots. Every item becomes an advertiser with one campaign of
// that click rate; what it pays is for the reader to change.
#pragma once

#include <string>

#include "scenarios/click_log.h"

namespace souk::scenarios {

struct CalibratedLog {
  ClickLog log;
  agents::PbmFit fit;         ///< 1 for the position looked at most
  std::vector<size_t> slots;  ///< positions, the most looked at first
};

/// The Error says what the log cannot tell.
market::Result<CalibratedLog> Calibrate(ClickLog log);

/// What was found, with standard errors, as lines for people.
std::string CalibrationTable(const CalibratedLog& calibrated);

/// A scenario of that name, complete with the table as a comment.
std::string CalibratedScenario(const CalibratedLog& calibrated,
                               const std::string& name);

}  // namespace souk::scenarios
