// What another bid of one candidate would have led to: the mechanism cleared
// again with that bid and everything else as it was (common random numbers).
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "market/auction.h"

namespace souk::market {

class BidTrials {
 public:
  /// The mechanism must outlive the trials.
  explicit BidTrials(const Mechanism& mechanism) : mechanism_(mechanism) {}

  /// Goes on with `candidate` of `auction`, whose columns must stay valid.
  void Take(const Auction& auction, uint32_t candidate);
  /// Valid until the next call.
  const Outcome& Clear(double bid);

  /// With the bid of the last Clear.
  const Auction& auction() const { return auction_; }
  const Outcome& outcome() const { return outcome_; }
  uint32_t candidate() const { return candidate_; }
  double own_bid() const { return own_bid_; }

 private:
  const Mechanism& mechanism_;
  Auction auction_;
  uint32_t candidate_ = 0;
  double own_bid_ = 0;
  std::vector<double> bids_;
  Outcome outcome_;
};

/// Calls `try_bid` with whole bids between two trials, which have a `bid`,
/// until both ends of every range of the `same` result are known. Finds all of
/// them if results that are the same at two bids are so in between.
template <class Trial, class TryBid, class Same>
void TryBetween(const Trial& low, const Trial& high, const TryBid& try_bid,
                const Same& same) {
  if (same(low, high) || high.bid - low.bid <= 1) return;
  const Trial middle = try_bid(std::floor((low.bid + high.bid) / 2));
  TryBetween(low, middle, try_bid, same);
  TryBetween(middle, high, try_bid, same);
}

}  // namespace souk::market
