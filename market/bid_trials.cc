#include "market/bid_trials.h"

namespace souk::market {

void BidTrials::Take(const Auction& auction, uint32_t candidate) {
  auction_ = auction;
  candidate_ = candidate;
  own_bid_ = auction.bid[candidate];
  bids_.assign(auction.bid.begin(), auction.bid.end());
  auction_.bid = bids_;
}

const Outcome& BidTrials::Clear(double bid) {
  bids_[candidate_] = bid;
  mechanism_.Clear(auction_, outcome_);
  return outcome_;
}

}  // namespace souk::market
