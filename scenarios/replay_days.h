// The days of a market's lines as replays: one run with every bid recorded
// (recording.bid_share = 1), kept in memory.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/learning/replay_day.h"
#include "market/market_spec.h"
#include "market/result.h"

namespace souk::scenarios {

/// Why replays would not be true to the market; empty: they would.
std::string WhyNoReplay(const market::MarketSpec& spec);

/// Error: WhyNoReplay, or the run failed.
market::Result<std::unique_ptr<agents::BidLog>> LogBids(
    const market::MarketSpec& spec);

agents::ReplayRule ReplayRuleOf(const market::MarketSpec& spec);

/// All days of every `step`-th line, the first one first; of a line, one day
/// behind the other. About 40 bytes a line and page view. Error: as LogBids.
market::Result<std::vector<agents::ReplayDay>> ReplayDaysOf(
    const market::MarketSpec& spec, uint32_t step);

}  // namespace souk::scenarios
