// The tables that only markets with contracts have.
#include "results/layout_columns.h"

namespace souk::results {

using market::TickRows;

Table ContractsTable() {
  return {
      "contracts",
      "One row per tick and contract, within its window and when it ends; only "
      "with contracts",
      sizeof(market::ContractTicked),
      RowsOf<&TickRows::contracts>,
      {
          SOUK_COLUMN(ContractTicked, tick, "1",
                      "Tick, counted from the start of the run", {}),
          SOUK_COLUMN(ContractTicked, contract, "1",
                      "Index into /manifest/contracts", {}),
          SOUK_COLUMN(ContractTicked, planned, "1",
                      "Impressions aimed at in the tick", {}),
          SOUK_COLUMN(ContractTicked, leased, "1",
                      "Most that the cells might deliver", {}),
          SOUK_COLUMN(ContractTicked, delivered, "1", "Impressions", {}),
          SOUK_COLUMN(ContractTicked, views, "1",
                      "Impressions that a user examined", {}),
          SOUK_COLUMN(ContractTicked, clicks, "1", "Clicks", {}),
          SOUK_COLUMN(ContractTicked, conversions, "1", "Conversions", {}),
          SOUK_COLUMN(ContractTicked, missing, "1",
                      "Impressions missing of the goal after the tick", {}),
          SOUK_COLUMN(ContractTicked, alpha, "1", "Dual of the plan", {}),
          SOUK_COLUMN(ContractTicked, earned_micros, kMicros,
                      "Of the advance, for what was delivered in the tick", {}),
          SOUK_COLUMN(ContractTicked, returned_micros, kMicros,
                      "Of the advance, for what never came", {}),
          SOUK_COLUMN(ContractTicked, penalty_micros, kMicros,
                      "Paid on top for what never came", {}),
      },
      Presence::kWithContracts};
}

Table ContractPagesTable() {
  return {
      "contract_pages",
      "One row per tick; only with contracts",
      sizeof(market::ContractPagesTicked),
      RowsOf<&TickRows::contract_pages>,
      {
          SOUK_COLUMN(ContractPagesTicked, tick, "1",
                      "Tick, counted from the start of the run", {}),
          SOUK_COLUMN(ContractPagesTicked, page_views, "1", "Pages opened", {}),
          SOUK_COLUMN(ContractPagesTicked, with_contracts, "1",
                      "Page views that show a contract", {}),
          SOUK_COLUMN(ContractPagesTicked, with_repeats, "1",
                      "Page views that show a contract twice", {}),
          SOUK_COLUMN(ContractPagesTicked, auction_micros, kMicros,
                      "Charged for what the auction sold", {}),
      },
      Presence::kWithContracts};
}

Table ContractSlotsTable() {
  return {"contract_slots",
          "One row per tick and slot of a channel; only with contracts",
          sizeof(market::ContractSlotTicked),
          RowsOf<&TickRows::contract_slots>,
          {
              SOUK_COLUMN(ContractSlotTicked, tick, "1",
                          "Tick, counted from the start of the run", {}),
              SOUK_COLUMN(ContractSlotTicked, channel, "1",
                          "Index into /manifest/channels", {}),
              SOUK_COLUMN(ContractSlotTicked, slot, "1",
                          "Place on the page, 0 = top", {}),
              SOUK_COLUMN(ContractSlotTicked, impressions, "1",
                          "Impressions of contracts", {}),
          },
          Presence::kWithContracts};
}

Table SupplyTable() {
  return {
      "supply",
      "One row per hour and supply type, a class of page views that "
      "contracts cannot tell apart; only with contracts",
      sizeof(market::SupplyTicked),
      RowsOf<&TickRows::supply>,
      {
          SOUK_COLUMN(SupplyTicked, tick, "1", "Last tick of the hour", {}),
          SOUK_COLUMN(
              SupplyTicked, type, "1",
              "Number of the supply type, as `souk contracts --json` has it",
              {}),
          SOUK_COLUMN(SupplyTicked, forecast, "1",
                      "Page views that were forecast", {}),
          SOUK_COLUMN(SupplyTicked, page_views, "1", "Page views that came",
                      {}),
      },
      Presence::kWithContracts};
}

}  // namespace souk::results
