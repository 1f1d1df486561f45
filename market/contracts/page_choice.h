// The page with the largest value, when contracts and the auction compete for
// every slot: an assignment in which each contract stands at most once.
#pragma once

#include <array>
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

  double at(size_t contract, size_t slot) const {
    return offer[contract * slots + slot];
  }
};

/// Exact and without allocation when warm. Among pages of equal value the
/// auction goes before contracts, lower contracts before higher, from the top
/// slot down.
///
/// A slot for which nobody offers more than the auction stays with the auction.
/// Of the others, n say, each needs to look at its n best offers only. Up to
/// four are tried in all ways that may still win; with more (which allocates),
/// the values, rounded to 2^-45 of the largest, are assigned by
/// mechanisms/assignment.h.
class PageChoice {
 public:
  /// By slot: the row of a contract, or kNone: the auction's. Valid until the
  /// next call.
  std::span<const uint32_t> Choose(const PageOffers& offers);
  /// The best offer for `slot` among contracts that the chosen page does not
  /// show; 0: none. A reserve for the auction. `offers` as chosen from.
  double BestLeftOut(const PageOffers& offers, size_t slot) const;

 private:
  static constexpr size_t kTried = 4;  // contested slots

  struct Bidder {
    double value;
    uint32_t row;
  };
  /// The best bidders for one contested slot, descending; the auction last.
  struct Contest {
    size_t slot = 0;
    size_t size = 0;
    std::array<Bidder, kTried + 1> bidders;
  };
  using Rows = std::array<uint32_t, kTried>;

  void FindContested(const PageOffers& offers);
  void GatherBidders(const PageOffers& offers);
  void Try(size_t n, double value);
  void TakeIfBetter(double value);
  void Assign(const PageOffers& offers);

  std::vector<uint32_t> chosen_;
  std::vector<uint32_t> contested_;  // slots
  std::array<Contest, kTried> contests_;
  std::array<double, kTried + 1> bound_;  // of contests n, n + 1, ...
  Rows rows_, best_rows_;
  double best_ = 0;
};

}  // namespace souk::market
