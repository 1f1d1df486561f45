// The page with the largest value, when contracts and the auction compete for
// every slot: an assignment in which each contract stands at most once.
#pragma once

#include <span>
#include <vector>

#include "market/types.h"

namespace souk::market {

struct PageOffers {
  size_t slots = 0;
  size_t contracts = 0;
  /// By slot: what the auction pays there, >= 0.
  std::span<const double> auction;
  /// contracts x slots, row-major: what a contract offers; <= 0: nothing.
  std::span<const double> offer;
};

/// Exact and without allocation when warm. Among pages of equal value the
/// auction goes before contracts, lower contracts before higher, from the top
/// slot down.
class PageChoice {
 public:
  /// By slot: the row of a contract, or kNone: the auction's.
  std::span<const uint32_t> Choose(const PageOffers& offers);
  /// The best offer for `slot` among contracts that the chosen page does not
  /// show; 0: none. A reserve for the auction.
  double BestLeftOut(const PageOffers& offers, size_t slot) const;

 private:
  std::vector<uint32_t> chosen_;
  std::vector<double> scratch_;
};

}  // namespace souk::market
