// AuctionNet: the world of the NeurIPS 2024 auto-bidding competition.
//
// A day is an episode of 48 ticks, day d is episode first_episode + d; its
// traits are in auctionnet_world.h. A page's id is its place in the tick;
// cells take contiguous parts of a tick. On every page view
//
//   predicted  conversion rate p = clip(mean + spread * Z, 0, 1), click rate 1
//   truth      p + sigma * bias, clipped;
//              sigma = p * min(|s + s / 2 * Z'|, .3) of the campaign and page
//
// with Z, Z' ~ N(0, 1) by (page, episode, tick, campaign). That is the mean of
// the published true value, which is normal around p and cut. Being seen is
// the chance to convert: campaigns pay per view, and the user model decides
// who is seen. One channel; every campaign is a candidate on every page.
#pragma once

#include <memory>

#include "market/traffic.h"
#include "market/traffic/auctionnet_world.h"

namespace souk::market {

struct AuctionNetConfig {
  uint64_t seed = 1;
  uint32_t run = 0;
  AuctionNetRule rule = {};
  uint32_t first_episode = 0;
  uint32_t days = 1;
  size_t campaigns = 0;  ///< also the number of lines
  /// Whether a tick is one batch, however long (budgets by drops need that).
  BatchSize batches = BatchSize::kLimited;
};

/// What this world knows about itself beyond what every traffic does.
class AuctionNetWorld : public Traffic {
 public:
  /// The standard deviation of the true value around the predicted `rate`.
  virtual double Sigma(const PageView& page, LineId line,
                       double rate) const = 0;
};

std::shared_ptr<const AuctionNetWorld> MakeAuctionNet(AuctionNetConfig config);

}  // namespace souk::market
