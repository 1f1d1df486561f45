// Plans contracts: from forecast and remaining demand to duals and targets.
//
// Supply nodes of a plan are (supply type, period): periods are cut wherever
// a contract that is owed begins or ends, so that nodes of a period are open to
// the same contracts. A plan is made when the run starts, every replan_ticks,
// and whenever the set of running contracts has changed.
//
// The target of a tick: for allocators of shares what the plan will deliver,
// sum over types of forecast x shares; for allocators of scores what is missing
// times the tick's part of the eligible supply until the window ends.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "agents/contract_books.h"
#include "market/contracts/allocator.h"
#include "market/contracts/supply_forecast.h"
#include "market/contracts/supply_types.h"
#include "market/market_spec.h"

namespace souk::agents {

/// An AllocationProblem with what it points to.
struct OwnedProblem {
  std::vector<market::ContractDemand> contracts;
  std::vector<market::SupplyType> supply;
  std::deque<std::vector<market::SupplyEdge>> edges;

  market::AllocationProblem view() const { return {contracts, supply}; }
};

class ContractPlanner {
 public:
  explicit ContractPlanner(const market::MarketSpec& spec);

  /// What `books` are owed from `tick` on, against the forecast.
  OwnedProblem Problem(const ContractBooks& books, uint32_t tick) const;
  /// Makes a plan if one is due.
  void OpenTick(market::TickTime time, const ContractBooks& books);
  /// Forecast page views until the contract's end on which it may be shown.
  double Eligible(size_t contract, uint32_t from, uint32_t end) const;
  /// Those among the page views of a tick, by type, on which it might be shown.
  double EligibleIn(size_t contract, std::span<const int64_t> page_views) const;
  uint32_t HourEnd(uint32_t tick) const { return forecast_.HourEnd(tick); }
  /// Impressions that the contract should get in the tick.
  double Target(size_t contract, uint32_t tick,
                const ContractBooks& books) const;
  /// Page views of the tick by type.
  void Learn(market::TickTime time, std::span<const int64_t> page_views);
  /// Forecast and count of the hour that the tick ended; else empty.
  std::vector<market::SupplyTicked> HourRows() const { return hour_rows_; }

  const market::SupplyTypes& types() const { return types_; }
  const market::ContractPlan& plan() const { return plan_; }
  market::ContractDual& dual(size_t contract) { return plan_.duals[contract]; }
  uint32_t version() const { return version_; }

  /// State between ticks.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  bool PlanIsDue(market::TickTime time, const ContractBooks& books) const;
  double Usable(size_t contract, uint32_t tick) const;
  std::vector<uint32_t> Periods(const ContractBooks& books,
                                uint32_t tick) const;
  void AddPeriod(const ContractBooks& books, uint32_t from, uint32_t end,
                 OwnedProblem& problem) const;
  void SumShares();

  const market::MarketSpec& spec_;
  const market::ContractsSpec& contracts_;
  std::shared_ptr<const market::SupplyTypes> shared_types_;
  const market::SupplyTypes& types_;
  market::SupplyForecast forecast_;
  /// By contract: types in which it may be shown, and the match rates.
  struct Reach {
    uint32_t type = 0;
    uint32_t edge = 0;
    double match = 1;
  };
  std::vector<std::vector<Reach>> reach_;
  market::ContractPlan plan_;
  uint32_t version_ = 0;
  std::vector<uint8_t> running_;  // when the plan was made
  // Of the plan: impressions per page view, by type and edge.
  std::vector<std::vector<double>> page_shares_;
  // Of the hour that is under way.
  std::vector<double> hour_forecast_;
  std::vector<int64_t> hour_count_;
  std::vector<market::SupplyTicked> hour_rows_;
};

}  // namespace souk::agents
