// Trajectories out of a trace: the signals behind market::kTrajectoryPrefix,
// one row per line and tick, days of a line in one piece.
#pragma once

#include <functional>

#include "market/result.h"
#include "market/trajectories.h"
#include "results/trace_reader.h"

namespace souk::results {

/// The features that a trace recorded. Error (a sentence): none, or the trace
/// is incomplete.
market::Result<std::vector<std::string>> RecordedFeatures(
    const TraceReader& trace);

/// Takes the trajectories of one day: lines ascending, ticks ascending.
using TakeDay = std::function<void(const market::Trajectories&)>;

/// All days of a trace that has trajectories, in order; the rows of one day in
/// memory at a time. Episodes are numbered from `first_episode` on; returns the
/// next number. Error: rows cannot be read, or a row lacks a number.
market::Result<uint32_t> ForEachDay(TraceReader& trace, uint32_t first_episode,
                                    const TakeDay& take);

}  // namespace souk::results
