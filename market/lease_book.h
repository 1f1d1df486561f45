// What a cell may still spend: the leases of one tick, in a ledger of its own.
//
// Every award reserves its price; the user's answer charges or releases the
// reservation. Since a reservation never exceeds what is available, no cell
// spends more than its lease, in whatever order things happen.
//
// Where nothing is limited, nobody asks in between: such awards may be billed
// together, one reservation, charge and release a batch and node.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "market/ledger.h"
#include "market/observation.h"
#include "market/types.h"

namespace souk::market {

/// The budget nodes (budget.h) that a line spends from.
struct SpendingNodes {
  uint32_t advertiser = 0;
  uint32_t allowance = kNone;  ///< of its campaign; kNone: no own budget

  bool with_allowance() const { return allowance != kNone; }
};

class LeaseBook {
 public:
  explicit LeaseBook(size_t nodes);

  /// The most that a node without a budget pays for one page view:
  /// 2^40 micro-units. Eight million of such page views fit into Money.
  static constexpr Money kCredit{int64_t{1} << 40};

  /// Starts a tick. kNoLimit: a node without a budget.
  void Open(std::span<const Money> granted);
  /// Whether one of the nodes has a budget: then `available` changes.
  bool limited(const SpendingNodes& nodes) const {
    return !unlimited_[nodes.advertiser] || nodes.with_allowance();
  }
  /// What the node's lease still covers; kCredit without a budget.
  Money available(size_t node) const {
    return unlimited_[node] ? kCredit : ledger_.balance(Available(node));
  }
  /// What both nodes still cover.
  Money available(const SpendingNodes& nodes) const {
    const Money own = available(nodes.advertiser);
    return nodes.with_allowance() ? std::min(own, available(nodes.allowance))
                                  : own;
  }
  void Reserve(const SpendingNodes& nodes, Money price) {
    ReserveOf(nodes.advertiser, price);
    if (nodes.with_allowance()) ReserveOf(nodes.allowance, price);
  }
  void Charge(const SpendingNodes& nodes, Money price) {
    ChargeOf(nodes.advertiser, price);
    if (nodes.with_allowance()) ChargeOf(nodes.allowance, price);
  }
  void Release(const SpendingNodes& nodes, Money price) {
    ReleaseOf(nodes.advertiser, price);
    if (nodes.with_allowance()) ReleaseOf(nodes.allowance, price);
  }
  /// Reserves `price` and charges or releases it, for a node without a budget;
  /// takes effect with BookBills.
  /// `charged`: 0 or the price.
  void Bill(size_t node, Money price, Money charged) {
    Bills& bills = bills_[node];
    if (!bills.any) billed_.push_back(static_cast<uint32_t>(node));
    bills.any = true;
    bills.signs |= price.micros;
    bills.reserved += price;
    bills.charged += charged;
  }
  void BookBills();
  /// Ends a tick: nothing may be reserved or billed. What was spent, by node.
  std::vector<Money> Close();

 private:
  static constexpr Ledger::Account kOutside = 0;
  static constexpr Ledger::Account kSpent = 1;
  static Ledger::Account Available(size_t node) {
    return static_cast<Ledger::Account>(2 + 2 * node);
  }
  static Ledger::Account Reserved(size_t node) {
    return static_cast<Ledger::Account>(3 + 2 * node);
  }
  /// Of one node, not booked yet.
  struct Bills {
    Money reserved, charged;
    int64_t signs = 0;  // below 0: one of the prices was
    bool any = false;
  };
  void ReserveOf(size_t node, Money price) {
    ledger_.Move(Available(node), Reserved(node), price);
  }
  void ChargeOf(size_t node, Money price) {
    ledger_.Move(Reserved(node), kSpent, price);
    spent_[node] += price;
  }
  void ReleaseOf(size_t node, Money price) {
    ledger_.Move(Reserved(node), Available(node), price);
  }

  size_t nodes_;
  Ledger ledger_;
  std::vector<uint8_t> unlimited_;
  std::vector<Money> spent_;
  std::vector<Bills> bills_;
  std::vector<uint32_t> billed_;  // nodes with bills
};

}  // namespace souk::market
