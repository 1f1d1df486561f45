// An auction that outlives its page view: columns that own their memory.
#pragma once

#include <vector>

#include "market/auction.h"

namespace souk::market {

class CapturedAuction {
 public:
  /// Copies every column.
  explicit CapturedAuction(const Auction& auction)
      : bid_(auction.bid.begin(), auction.bid.end()),
        rate_(auction.rate.begin(), auction.rate.end()),
        slot_weight_(auction.slot_weight.begin(), auction.slot_weight.end()),
        weight_(auction.weight.begin(), auction.weight.end()),
        boost_(auction.boost.begin(), auction.boost.end()),
        conversion_(auction.conversion.begin(), auction.conversion.end()),
        slot_rate_(auction.slot_rate.begin(), auction.slot_rate.end()),
        bundles_(auction.bundles.begin(), auction.bundles.end()) {}

  /// Valid as long as this object.
  Auction view() const {
    return {.bid = bid_,
            .rate = rate_,
            .slot_weight = slot_weight_,
            .weight = weight_,
            .boost = boost_,
            .conversion = conversion_,
            .slot_rate = slot_rate_,
            .bundles = bundles_};
  }
  void Relate(std::vector<Bundle> bundles) { bundles_ = std::move(bundles); }

 private:
  std::vector<double> bid_, rate_, slot_weight_, weight_;
  std::vector<double> boost_, conversion_, slot_rate_;
  std::vector<Bundle> bundles_;
};

}  // namespace souk::market
