#include "actors/cluster/contract_codec.h"

#include <algorithm>

#include "market/contracts/supply_types.h"

namespace souk::actors {

using market::ContractOrders;
using market::ContractReport;
using market::PassRule;

ContractSizes::ContractSizes(const market::MarketSpec& spec)
    : contracts(spec.contracts.contracts.size()) {
  if (contracts == 0) return;
  types = market::SupplyTypesOf(spec)->size();
  for (const auto& channel : spec.channels) slots += channel.slot_weight.size();
}

void SaveOrders(const ContractOrders* orders, market::ArchiveWriter& out) {
  const ContractOrders none;
  const ContractOrders& saved = orders == nullptr ? none : *orders;
  out.Put(saved.version);
  out.Put(saved.duals);
  for (const PassRule& rule : saved.pass) out.Put(rule.pass);
}

bool LoadOrders(market::ArchiveReader& in, const ContractSizes& sizes,
                std::shared_ptr<const ContractOrders>& orders) {
  auto loaded = std::make_shared<ContractOrders>();
  in.Get(loaded->version);
  in.Get(loaded->duals);
  if (loaded->duals.size() != sizes.contracts) return false;
  for (size_t i = 0; i < sizes.contracts; ++i) {
    PassRule& rule = loaded->pass.emplace_back();
    in.Get(rule.pass);
    const size_t size = rule.pass.size();
    if (size != 1 && size != market::kPaceBins) return false;
  }
  if (sizes.contracts > 0) orders = std::move(loaded);
  return true;
}

void SaveContracts(const ContractReport& report, market::ArchiveWriter& out) {
  out.Put(report.delivered);
  out.Put(report.displaced);
  out.Put(report.supply);
  out.Put(report.pace);
  out.Put(report.slots);
  out.Put(report.page_views);
  out.Put(report.with_contracts);
  out.Put(report.with_repeats);
}

bool LoadContracts(market::ArchiveReader& in, const ContractSizes& sizes,
                   ContractReport& report) {
  in.Get(report.delivered);
  in.Get(report.displaced);
  in.Get(report.supply);
  in.Get(report.pace);
  in.Get(report.slots);
  in.Get(report.page_views);
  in.Get(report.with_contracts);
  in.Get(report.with_repeats);
  const auto has_type = [&](const market::SupplySeen& seen) {
    return seen.type < sizes.types;
  };
  const auto has_bin = [&](const market::PaceSeen& seen) {
    return seen.contract < sizes.contracts && seen.bin < market::kPaceBins;
  };
  return report.delivered.size() == sizes.contracts &&
         (report.displaced.empty() ||
          report.displaced.size() == sizes.contracts) &&
         report.slots.size() == sizes.slots &&
         std::ranges::all_of(report.supply, has_type) &&
         std::ranges::all_of(report.pace, has_bin);
}

}  // namespace souk::actors
