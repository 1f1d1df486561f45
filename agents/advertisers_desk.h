// The advertisers' desk: budgets, leases to cells, and the ledger of both.
//
// A pure kernel, called in the order Grant, (the tick happens), Settle once a
// tick. Money of an advertiser with a daily budget:
//
//   first tick of a day   purse -> outside    what is left of the day before
//                         outside -> purse    the daily budget
//   start of every tick   purse -> leases     all of it, split over the cells
//   end of every tick     lease -> revenue    what the cell spent
//                         lease -> purse      the rest
//
// An advertiser without a budget is a source: what it spends moves straight to
// revenue. Cells cannot overspend: a lease never covers more than its share,
// and leases add up to what was left.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "market/events.h"
#include "market/ledger.h"
#include "market/market_spec.h"
#include "market/observation.h"

namespace souk::agents {

/// What one cell may spend in a tick.
struct CellLease {
  /// One per advertiser; kNoLimit without a budget.
  std::vector<market::Money> granted;
};

class AdvertisersDesk {
 public:
  /// `cell_share`: of the traffic, one per cell, above 0.
  AdvertisersDesk(const market::MarketSpec& spec,
                  const std::vector<double>& cell_share);

  /// Opens the tick; one lease per cell.
  std::vector<CellLease> Grant(market::TickTime time);
  /// Closes it. spent[cell][advertiser] must lie in [0, granted].
  void Settle(market::TickTime time,
              std::span<const std::vector<market::Money>> spent);

  /// Within a tick as it was at its start, leases included; between ticks as
  /// it was at the end of the last. kNoLimit without a budget.
  std::vector<market::Money> remaining_today() const;
  /// Rows of the tick settled last, ascending by advertiser. A source opens
  /// and closes with minus what it has spent so far.
  std::vector<market::AccountTicked> Accounts() const { return rows_; }
  /// Of the platform, since the start of the run.
  market::Money revenue() const { return ledger_.balance(revenue_); }

  /// State between ticks, for a desk made from the same spec.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  using Account = market::Ledger::Account;

  bool limited(size_t advertiser) const {
    return budget_[advertiser].has_value();
  }
  Account lease(size_t cell, size_t advertiser) const;
  void FundDay(size_t advertiser, market::AccountTicked& row);
  void Lease(size_t advertiser, std::vector<CellLease>& leases);
  void Collect(size_t cell, size_t advertiser, market::Money spent);

  std::vector<std::optional<market::Money>> budget_;  // per advertiser
  std::vector<int64_t> share_until_;  // cumulative over cells, in 2^-52
  market::Ledger ledger_;
  Account outside_ = 0;
  Account revenue_ = 0;
  std::vector<Account> purse_;               // or source, per advertiser
  std::vector<Account> first_lease_;         // per advertiser, cell 0
  std::vector<market::AccountTicked> rows_;  // of the current tick
  bool open_ = false;                        // between Grant and Settle
};

}  // namespace souk::agents
