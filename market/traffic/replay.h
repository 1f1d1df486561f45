// Replay: a logged stream of page views, with the market price as the rival.
//
// Tick t plays the rows [t * N, (t + 1) * N) of the log, N = page views per
// tick; the last tick may be short. Cells take contiguous parts of a tick. A
// page's id is its row. The predicted click rate of every line is the logged
// prediction, its true click rate is 1 or 0 as logged; there are no
// conversions. Bidders compete with the logged market price (RivalBid).
#pragma once

#include <memory>
#include <vector>

#include "market/traffic.h"

namespace souk::market {

/// Columns of one length, at least one row.
struct ReplayLog {
  std::vector<uint8_t> click;         ///< 0 or 1
  std::vector<int64_t> price_micros;  ///< highest rival bid, >= 0
  std::vector<double> rate;           ///< predicted click rate, [0, 1]
};

enum class TieRule : uint8_t { kBidderWins, kRivalWins };

struct ReplayConfig {
  ReplayLog log;
  uint32_t page_views_per_tick = 1000;
  TieRule ties = TieRule::kBidderWins;
};

std::shared_ptr<const Traffic> MakeReplay(ReplayConfig config);

}  // namespace souk::market
