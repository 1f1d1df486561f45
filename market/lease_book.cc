#include "market/lease_book.h"

#include <utility>

namespace souk::market {

LeaseBook::LeaseBook(size_t nodes) : nodes_(nodes) {}

void LeaseBook::Open(std::span<const Money> granted) {
  SOUK_CHECK(granted.size() == nodes_, "leases for ", granted.size(), " of ",
             nodes_, " nodes");
  ledger_ = Ledger();
  unlimited_.assign(nodes_, 0);
  spent_.assign(nodes_, Money());
  bills_.assign(nodes_, Bills());
  ledger_.Open(Ledger::Kind::kSource);
  ledger_.Open(Ledger::Kind::kPurse);
  for (size_t i = 0; i < nodes_; ++i) {
    unlimited_[i] = granted[i] == kNoLimit ? 1 : 0;
    ledger_.Open(unlimited_[i] ? Ledger::Kind::kSource : Ledger::Kind::kPurse);
    ledger_.Open(Ledger::Kind::kPurse);
    if (!unlimited_[i]) ledger_.Move(kOutside, Available(i), granted[i]);
  }
}

void LeaseBook::BookBills() {
  for (const uint32_t node : billed_) {
    const Bills bills = std::exchange(bills_[node], Bills());
    SOUK_CHECK(unlimited_[node] && bills.signs >= 0, "node ", node, " with",
               unlimited_[node] ? "out" : "", " a budget is billed ",
               bills.reserved, bills.signs < 0 ? ", some of it below 0" : "");
    ReserveOf(node, bills.reserved);
    ChargeOf(node, bills.charged);
    ReleaseOf(node, bills.reserved - bills.charged);
  }
  billed_.clear();
}

std::vector<Money> LeaseBook::Close() {
  SOUK_CHECK(billed_.empty(), billed_.size(), " nodes with bills to book");
  ledger_.CheckBalanced();
  for (size_t i = 0; i < nodes_; ++i) {
    SOUK_CHECK(ledger_.balance(Reserved(i)) == Money(), "node ", i,
               " ends a tick with ", ledger_.balance(Reserved(i)), " reserved");
  }
  return spent_;
}

}  // namespace souk::market
