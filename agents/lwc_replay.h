// The replay that AuctionNet ships: what a strategy would have got, by the
// published log of one campaign alone.
//
//   won        if bid >= least winning cost of the page view (a bid of 0 never)
//   pays       that cost, always: there is one slot and no exposure
//   converts   with v ~ N(p, sigma), cut to [0, 1]
//   overspend  while the cost of a tick exceeds what is left, of the n page
//              views won ceil(n r) are given up at random,
//              r = (cost - left) / (cost + 1e-4 units)
//
// Biased by construction: the least winning cost is the price of the last slot,
// so slots above look cheaper than they are, and the campaign's own bid is part
// of the log. Prefer agents/replay_market.h where all bids are known.
#pragma once

#include <vector>

#include "agents/replay_market.h"

namespace souk::agents {

/// One tick of one campaign in the published log; columns by page view.
struct PublishedTick {
  std::vector<double> rate;
  std::vector<double> sigma;
  std::vector<double> least_winning_cost;  ///< micro-units
};

class LwcReplay {
 public:
  /// One day. Of the rule, reserve and exposures are not used.
  LwcReplay(std::vector<PublishedTick> ticks, const ReplayRule& rule);

  ReplayOutcome Play(Strategy& strategy, market::Money budget) const;

 private:
  /// Page views that are won and paid for.
  std::vector<uint32_t> Win(size_t tick, const market::BidFunction& bid,
                            market::Money left) const;
  void GiveUp(size_t tick, market::Money left,
              std::vector<uint32_t>& won) const;
  market::Money CostOf(size_t tick, const std::vector<uint32_t>& won) const;
  bool Converts(size_t tick, uint32_t page) const;

  std::vector<PublishedTick> ticks_;
  ReplayRule rule_;
  market::Stream chance_, value_, drops_;
};

}  // namespace souk::agents
