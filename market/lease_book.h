// What a cell may still spend: the leases of one tick, in a ledger of its own.
//
// Every award reserves its price; the user's answer charges or releases the
// reservation. Since a reservation never exceeds what is available, no cell
// spends more than its lease, in whatever order things happen.
#pragma once

#include <span>
#include <vector>

#include "market/ledger.h"
#include "market/observation.h"

namespace souk::market {

class LeaseBook {
 public:
  explicit LeaseBook(size_t advertisers);

  /// The most that an advertiser without a budget pays for one page view:
  /// 2^40 micro-units. Eight million of such page views fit into Money.
  static constexpr Money kCredit{int64_t{1} << 40};

  /// Starts a tick. kNoLimit: an advertiser without a budget.
  void Open(std::span<const Money> granted);
  /// Whether the advertiser has a budget: then `available` changes.
  bool limited(size_t advertiser) const { return !unlimited_[advertiser]; }
  /// What the advertiser's lease still covers; kCredit without a budget.
  Money available(size_t advertiser) const {
    return unlimited_[advertiser] ? kCredit
                                  : ledger_.balance(Available(advertiser));
  }
  void Reserve(size_t advertiser, Money price) {
    ledger_.Move(Available(advertiser), Reserved(advertiser), price);
  }
  void Charge(size_t advertiser, Money price) {
    Settle(advertiser, price, price);
  }
  void Release(size_t advertiser, Money price) {
    Settle(advertiser, price, Money());
  }
  /// Ends a reservation: it is charged if `charged` is all of it, and released
  /// if `charged` is nothing. Without a branch, as users are hard to guess.
  void Settle(size_t advertiser, Money price, Money charged) {
    ledger_.Move(Reserved(advertiser),
                 charged == price ? kRevenue : Available(advertiser), price);
    spent_[advertiser] += charged;
  }
  /// Ends a tick: nothing may be reserved. What was spent, by advertiser.
  std::vector<Money> Close();

 private:
  static constexpr Ledger::Account kOutside = 0;
  static constexpr Ledger::Account kRevenue = 1;
  static Ledger::Account Available(size_t advertiser) {
    return static_cast<Ledger::Account>(2 + 2 * advertiser);
  }
  static Ledger::Account Reserved(size_t advertiser) {
    return static_cast<Ledger::Account>(3 + 2 * advertiser);
  }

  size_t advertisers_;
  Ledger ledger_;
  std::vector<uint8_t> unlimited_;
  std::vector<Money> spent_;
};

}  // namespace souk::market
