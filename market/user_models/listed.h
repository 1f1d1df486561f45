// Users to whom ads on one page look better or worse than alone: the list gives
// every ad its attraction, and then somebody reads the page.
#pragma once

#include <memory>

#include "market/user_model.h"

namespace souk::market {

/// How a list changes the attractions of its ads.
class ListEffect {
 public:
  virtual ~ListEffect() = default;
  /// P(click | examined) of each slot, at most kMaxSlots of them; [0, 1], and
  /// 0 for an ad of attraction 0.
  virtual void Attraction(std::span<const SlotView> slots,
                          std::span<double> attraction) const = 0;
};

/// `reader` meets the ads with the attractions that `effect` gives them.
std::shared_ptr<const UserModel> Listed(
    std::unique_ptr<const ListEffect> effect,
    std::shared_ptr<const UserModel> reader);

}  // namespace souk::market
