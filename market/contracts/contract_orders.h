// What the contracts' desk tells the cells, and what they tell it.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/contracts/pacer.h"

namespace souk::market {

/// The compact plan of one tick: the same for all cells, immutable.
struct ContractOrders {
  /// Counts plans: shares are computed anew when it changes.
  uint32_t version = 0;
  std::vector<ContractDual> duals;  ///< by contract
  std::vector<PassRule> pass;       ///< by contract
};

/// One cell's part. Without contracts both are empty.
struct ContractLease {
  std::shared_ptr<const ContractOrders> orders;
  /// By contract: most impressions that the cell may deliver in the tick.
  std::vector<int64_t> quota;
};

/// Page views of one supply type.
struct SupplySeen {
  uint32_t type = 0;
  uint32_t unused = 0;  // no padding
  int64_t page_views = 0;
};

/// Placements of one contract with click rates in one bin (pacer.h).
struct PaceSeen {
  uint32_t contract = 0;
  uint32_t bin = 0;
  int64_t offered = 0;  ///< drawn
  int64_t taken = 0;    ///< passed, and delivered
};

/// One cell's tick; all sums are exact or in the cell's own order.
struct ContractReport {
  std::vector<int64_t> delivered;  ///< by contract
  std::vector<double> displaced;   ///< by contract, unit of penalty; or empty
  std::vector<SupplySeen> supply;  ///< ascending by type
  std::vector<PaceSeen> pace;      ///< ascending by (contract, bin)
  /// Impressions by slot, the slots of channel 0 first.
  std::vector<int64_t> slots;
  int64_t page_views = 0;
  int64_t with_contracts = 0;  ///< page views
  int64_t with_repeats = 0;
};

}  // namespace souk::market
