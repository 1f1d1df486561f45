// What an exchange does for contracts and auctions to share a page.
#include "market/exchange.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace souk::market {

std::span<const double> Exchange::OffersBySlot(const Auction& auction) {
  slot_offers_.assign(auction.slot_weight.size(), 0);
  for (const Award& award : outcome_.awards()) {
    slot_offers_[award.slot] += auction.slot_weight[award.slot] *
                                auction.rate[award.candidate] *
                                auction.bid[award.candidate];
  }
  return slot_offers_;
}

void Exchange::KeepReserves(const Auction& auction, size_t slots) {
  for (size_t i = 0; i < outcome_.size; ++i) {
    Award& award = outcome_.award[i];
    const double reserve = contracts_->Reserve(open_.SlotAt(award.slot, slots));
    if (reserve <= 0) continue;
    const double events =
        open_.weight()[award.slot] * auction.rate[award.candidate];
    award.price = std::min(auction.bid[award.candidate],
                           std::max(award.price, std::ceil(reserve / events)));
  }
}

void Exchange::AddClaims(size_t first_award, ServedBatch& served) const {
  if (!contracts_ || claims_.empty()) return;
  auto& awards = served.awards;
  awards.insert(awards.end(), claims_.begin(), claims_.end());
  std::sort(awards.begin() + static_cast<ptrdiff_t>(first_award), awards.end(),
            [](const ServedAward& a, const ServedAward& b) {
              return std::pair(a.slot, a.line) < std::pair(b.slot, b.line);
            });
}

}  // namespace souk::market
