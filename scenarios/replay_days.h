// The days of a market's lines as replays: one run with every bid recorded
// (recording.bid_share = 1), kept in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/learning/replay_day.h"
#include "market/market_spec.h"
#include "market/result.h"
#include "scenarios/channel_runs.h"

namespace souk::scenarios {

/// Why replays would not be true to the market; empty: they would.
std::string WhyNoReplay(const market::MarketSpec& spec);

/// Error: WhyNoReplay, or the run failed.
market::Result<std::unique_ptr<agents::BidLog>> LogBids(
    const market::MarketSpec& spec);

agents::ReplayRule ReplayRuleOf(const market::MarketSpec& spec);

/// All days of every line of the market, one day of a line behind the other.
/// About 40 bytes a line and page view. Error: as LogBids.
market::Result<std::vector<agents::ReplayDay>> ReplayDaysOf(
    const market::MarketSpec& spec);

/// The same of one run after the other. Error: the scenario is not right, or as
/// above.
market::Result<std::vector<agents::ReplayDay>> ReplayDaysOf(
    const RunsOrder& order);

}  // namespace souk::scenarios
