#include "market/mechanisms/cascade.h"

#include <algorithm>

#include "market/check.h"

namespace souk::market {

Cascade::Cascade(std::span<const double> gain,
                 std::span<const double> continuation) {
  SOUK_CHECK(gain.size() == continuation.size(), gain.size(), " gains, ",
             continuation.size(), " continuations");
  for (uint32_t i = 0; i < gain.size(); ++i) {
    if (gain[i] > 0) items_.push_back({gain[i], continuation[i], i});
  }
  // Infinite for those who are always read on from.
  std::ranges::stable_sort(
      items_, std::ranges::greater{},
      [](const Item& item) { return item.gain / (1 - item.continuation); });
}

Cascade::List Cascade::BestWithout(uint32_t absent, size_t places) const {
  // Row t holds V[t][0 .. places].
  const size_t width = places + 1;
  std::vector<double> worth((items_.size() + 1) * width, 0);
  const auto taken = [&](size_t t, size_t k) {
    return items_[t].gain +
           items_[t].continuation * worth[(t + 1) * width + k - 1];
  };
  for (size_t t = items_.size(); t-- > 0;) {
    for (size_t k = 1; k < width; ++k) {
      const double left = worth[(t + 1) * width + k];
      worth[t * width + k] =
          items_[t].number == absent ? left : std::max(left, taken(t, k));
    }
  }
  List best;
  best.worth = worth[places];
  size_t k = places;
  for (size_t t = 0; t < items_.size() && k > 0; ++t) {
    if (items_[t].number == absent) continue;
    if (taken(t, k) < worth[(t + 1) * width + k]) continue;
    best.items.push_back(items_[t].number);
    --k;
  }
  return best;
}

}  // namespace souk::market
