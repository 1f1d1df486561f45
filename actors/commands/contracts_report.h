// What contracts of a scenario meet: supply, bookings, and what each allocator
// would plan for them. Nothing is run.
#pragma once

#include <memory>
#include <string>

#include "market/contracts/allocator.h"
#include "market/market_spec.h"
#include "scenarios/summary_json.h"

namespace souk::actors {

/// A way to plan that a report compares.
struct PlanningRule {
  std::string name;
  std::shared_ptr<const market::ContractAllocator> allocator;
};

/// `spec` has contracts; `rules` plan shares. In front of their plans stand the
/// optima (agents/contract_optimum.h), if there are at most 100 000 variables.
/// Seconds are those of planning or solving alone.
scenarios::ContractsReport ReportContracts(
    const market::MarketSpec& spec, const std::vector<PlanningRule>& rules);

/// Tables of channels, bookings (the most contended first, at most 20) and
/// plans. Ends with a newline.
std::string ContractsText(const scenarios::ContractsReport& report);

}  // namespace souk::actors
