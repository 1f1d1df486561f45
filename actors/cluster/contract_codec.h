// Orders to and reports from cells about contracts, as bytes within those of
// seat_codec.h. In markets without contracts they are empty.
#pragma once

#include "market/archive.h"
#include "market/contracts/contract_orders.h"
#include "market/market_spec.h"

namespace souk::actors {

/// How many there are of what columns about contracts are indexed by.
struct ContractSizes {
  explicit ContractSizes(const market::MarketSpec& spec);
  size_t contracts = 0;
  size_t types = 0;  ///< of supply
  size_t slots = 0;  ///< of all channels; 0 without contracts
};

/// Orders are common to all cells of a tick; null without contracts.
void SaveOrders(const market::ContractOrders* orders,
                market::ArchiveWriter& out);
/// False, or !in.ok(): no orders of such a market.
bool LoadOrders(market::ArchiveReader& in, const ContractSizes& sizes,
                std::shared_ptr<const market::ContractOrders>& orders);

void SaveContracts(const market::ContractReport& report,
                   market::ArchiveWriter& out);
/// False, or !in.ok(): no report from such a market.
bool LoadContracts(market::ArchiveReader& in, const ContractSizes& sizes,
                   market::ContractReport& report);

}  // namespace souk::actors
