// The seat-paired replay: every entrant in every seat, among the bids that the
// others placed in one run of the market (agents/replay_market.h).
#pragma once

#include <memory>
#include <vector>

#include "agents/bid_log.h"
#include "agents/replay_market.h"
#include "market/result.h"
#include "scenarios/evaluation_file.h"
#include "scenarios/seat_result.h"

namespace souk::scenarios {

class SeatReplay {
 public:
  /// Runs the market. Error: replays cannot be true to it, or the run failed.
  static market::Result<std::unique_ptr<SeatReplay>> Make(
      const EvaluationOrder& order);

  /// A seat on a day.
  size_t games() const { return order_.seats.size() * days(); }
  /// All entrants in one of the games; thread-safe.
  std::vector<SeatResult> Play(size_t game) const;

 private:
  SeatReplay(const EvaluationOrder& order,
             std::unique_ptr<const agents::BidLog> bids)
      : order_(order), bids_(std::move(bids)) {}

  uint32_t days() const { return order_.rounds[0].market.calendar.days; }
  agents::ReplayMarket MarketOf(uint32_t line, uint32_t day) const;

  const EvaluationOrder& order_;
  std::unique_ptr<const agents::BidLog> bids_;
  agents::ReplayRule rule_;
};

}  // namespace souk::scenarios
