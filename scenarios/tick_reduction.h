// From the reports of all cells to the sums of a tick, in cell order.
//
// Integers are exact and doubles are added cell by cell, so the result does
// not depend on who reported first.
#pragma once

#include <vector>

#include "agents/contracts_desk.h"
#include "market/market_spec.h"
#include "market/page_flow.h"

namespace souk::scenarios {

struct TickSums {
  std::vector<market::LineTally> tallies;         ///< by line
  std::vector<std::vector<market::Money>> spent;  ///< [cell][advertiser]
  /// By line, in cell order; empty if no line asked to see auctions.
  std::vector<std::vector<market::AuctionSeen>> seen;
  agents::ContractOutcome contracts;  ///< empty without contracts
  /// Everything but accounts, contracts and signals, which the desks know.
  market::TickRows rows;
  std::string fault;  ///< the first broken promise, see page_audit.h
};

/// `reports`: one per cell, in cell order.
TickSums ReduceReports(const market::MarketSpec& spec,
                       std::vector<market::CellReport> reports);

/// Puts the accounts of a settled tick among its rows. Revenue is what
/// accounts have paid: less than what lines have spent where stale budgets
/// gave page views away.
void AddAccounts(std::vector<market::AccountTicked> accounts,
                 market::TickRows& rows);

/// Puts the rows of a settled tick's contracts among its rows.
void AddContracts(agents::ContractRows contracts, market::TickRows& rows);

}  // namespace souk::scenarios
