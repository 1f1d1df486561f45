// The advertisers' desk: budgets, leases to cells, and the ledger of both.
//
// A pure kernel, called in the order Grant, (the tick happens), Settle once a
// tick. It keeps one purse for every budget node (market/budget.h). A node with
// a weekly budget or one for the whole run has accounts behind its purse:
//
//   start of the run      outside -> total    the budget of the run
//   first day of a week   week -> total       what is left of the week before
//                         total -> week       the weekly budget, or what is
//                         left
//   first tick of a day   purse -> week       what is left of the day before
//                         week -> purse       the daily budget, or what is left
//   start of every tick   purse -> leases     all of it, split over the cells
//   end of every tick     lease -> revenue    what the cell spent
//                         lease -> purse      the rest
//
// An account that a node lacks is skipped: at the end stands the outside, which
// never runs dry. A day without a daily budget goes on with all that the week
// (or the run) has. An advertiser without any budget is a source: what it
// spends moves straight to revenue. A campaign's node holds an allowance: what
// it spends moves back outside, for its advertiser's node has paid.
//
// Cells cannot overspend: a lease never covers more than its share, and leases
// add up to what was left. Except in the mode STALE: there the leases add up to
// what the reports that have arrived leave (spend_reports.h), whatever is true.
// A purse pays until it is empty; what cells spent beyond that was given away,
// and nobody pays for it.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "agents/cell_parts.h"
#include "agents/contracts_desk.h"
#include "agents/planners_desk.h"
#include "agents/spend_reports.h"
#include "market/budget.h"
#include "market/events.h"
#include "market/ledger.h"
#include "market/market_spec.h"
#include "market/observation.h"

namespace souk::agents {

/// What one cell may spend in a tick.
struct CellLease {
  /// One per budget node; kNoLimit without a budget.
  std::vector<market::Money> granted;
  market::ContractLease contracts;  ///< empty without contracts
};

class AdvertisersDesk {
 public:
  /// `cell_share`: of the traffic, one per cell, above 0. `spec` must outlive
  /// the desk.
  AdvertisersDesk(const market::MarketSpec& spec,
                  const std::vector<double>& cell_share);

  /// Opens the tick; one lease per cell.
  std::vector<CellLease> Grant(market::TickTime time);
  /// Closes it. spent[cell][node] must lie in [0, granted]; `tallies`: by line,
  /// empty if no campaign has a planner.
  void Settle(market::TickTime time,
              std::span<const std::vector<market::Money>> spent,
              const ContractOutcome& contracts = {},
              std::span<const market::LineTally> tallies = {});
  /// By line, in an open tick: what planners let lines know. Empty if no
  /// campaign has one.
  std::vector<market::LineShare> line_shares() const;

  /// By budget node. Within a tick as it was at its start, leases included;
  /// between ticks as it was at the end of the last. kNoLimit without a
  /// budget. In the mode STALE: as far as is known.
  std::vector<market::Money> remaining_today() const;
  /// Rows of the tick settled last, ascending by advertiser. A source opens
  /// and closes with minus what it has spent so far.
  std::vector<market::AccountTicked> Accounts() const;
  /// Rows of the contracts in the tick settled last.
  const ContractRows& contract_rows() const { return contract_rows_; }
  /// Of the platform, since the start of the run.
  market::Money revenue() const { return ledger_.balance(revenue_); }

  /// State between ticks, for a desk made from the same spec.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  using Account = market::Ledger::Account;

  /// The accounts of a node, from the purse outwards.
  struct Purses {
    market::BudgetPlan plan;
    Account purse = 0;  ///< or source
    std::optional<Account> week, total;
    Account first_lease = 0;  ///< of cell 0
    Account payee = 0;        ///< who gets what it spends
  };

  void OpenAccounts(const market::BudgetPlan& plan, Account payee);
  /// Where a purse gets its money from, and the week's account its own.
  Account BehindPurse(const Purses& node) const;
  Account BehindWeek(const Purses& node) const;
  void FundWeek(const Purses& node, market::TickTime time);
  void FundDay(const Purses& node, market::TickTime time,
               market::AccountTicked& row);
  market::Money LeftForLeases(size_t node) const;
  void Lease(size_t node, std::vector<CellLease>& leases);
  /// What was paid.
  market::Money Collect(size_t cell, size_t node, market::Money spent);

  size_t advertisers_;
  std::vector<Purses> nodes_;
  CellParts cells_;
  std::optional<SpendReports> reports_;     // in the mode STALE
  std::optional<ContractsDesk> contracts_;  // if the market has any
  ContractRows contract_rows_;              // of the tick settled last
  std::optional<PlannersDesk> planners_;    // if a campaign has one
  market::Ledger ledger_;
  Account outside_ = 0;
  Account revenue_ = 0;
  std::vector<market::AccountTicked> rows_;  // of the current tick, by node
  std::vector<market::Money> day_;  // by node: put in since the day began
  bool open_ = false;               // between Grant and Settle
};

}  // namespace souk::agents
