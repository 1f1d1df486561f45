// The contracts' desk: plans, paces, leases and bills guaranteed impressions.
//
// A pure kernel beside the advertisers' desk, called in the order Grant, (the
// tick happens), Settle once a tick. Cells get a compact plan and quotas: most
// impressions that they may deliver of each contract. Quotas add up to what is
// missing (within the ceilings of hour and day), so nothing is ever delivered
// beyond a goal or a ceiling, by construction.
//
// After the tick, in this order: deliveries are booked and paid; the forecast
// learns; each contract's pace is told what was planned and delivered;
// allocators of scores move their duals (ContractAllocator::Adjust). A day's or
// an hour's floor that is out of reach at this pace raises it, as far as the
// pacer has room.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "agents/cell_parts.h"
#include "agents/contract_books.h"
#include "agents/contract_planner.h"
#include "market/contracts/contract_orders.h"
#include "market/contracts/pacer.h"
#include "market/events.h"
#include "market/observation.h"

namespace souk::agents {

/// What the cells did with contracts in a tick.
struct ContractOutcome {
  std::vector<market::ContractReport> cells;  ///< by cell
  std::vector<market::LineTally> tallies;     ///< by contract
};

/// The rows of a tick.
struct ContractRows {
  std::vector<market::ContractTicked> contracts;
  std::vector<market::ContractPagesTicked> pages;
  std::vector<market::ContractSlotTicked> slots;
  std::vector<market::SupplyTicked> supply;
};

class ContractsDesk {
 public:
  /// `spec` must outlive the desk. `cells`: how a whole is shared by them.
  ContractsDesk(const market::MarketSpec& spec, CellParts cells);

  /// Opens the tick; one lease per cell.
  std::vector<market::ContractLease> Grant(market::TickTime time);
  /// Closes it. `auction`: what the auction earned in the tick.
  ContractRows Settle(market::TickTime time, const ContractOutcome& outcome,
                      market::Money auction);

  const ContractBooks& books() const { return books_; }

  /// State between ticks, for a desk made from the same spec.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  /// Sums over cells, in cell order.
  struct Sums {
    std::vector<int64_t> delivered;   // by contract
    std::vector<double> displaced;    // by contract
    std::vector<int64_t> page_views;  // by type
    std::vector<int64_t> slots;
    std::vector<std::vector<int64_t>> offered, taken;  // by contract; bins
    market::ContractPagesTicked pages;
  };
  /// What the desk remembers of one contract between ticks.
  struct Course {
    double planned = 0;   // until now: at the last plan, and since
    double eligible = 0;  // page views met in its window
    double displaced = 0;
    double target = 0;  // of the tick
    int64_t leased = 0;
  };

  Sums AddUp(const ContractOutcome& outcome) const;
  void CheckLeases(const ContractOutcome& outcome) const;
  market::PassRule PassOf(size_t contract, market::TickTime time) const;
  double FloorTarget(size_t contract, market::TickTime time) const;
  void Pace(market::TickTime time, const Sums& sums);
  void Adjust(market::TickTime time);
  ContractRows RowsOf(market::TickTime time, const Sums& sums,
                      const ContractOutcome& outcome) const;

  const market::MarketSpec& spec_;
  const market::ContractsSpec& contracts_;
  CellParts cells_;
  ContractPlanner planner_;
  ContractBooks books_;
  std::vector<std::unique_ptr<market::ContractPace>> paces_;
  std::vector<Course> courses_;
  uint32_t planned_version_ = 0;
  std::vector<market::ContractLease> leases_;  // of the tick
};

}  // namespace souk::agents
