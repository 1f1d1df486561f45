#include "results/layout.h"

#include <array>

#include "results/layout_columns.h"

namespace souk::results {
namespace {

using market::TickRows;

const std::vector<std::string> kNoYes = {"no", "yes"};

Table MarketTable() {
  return {"market",
          "The whole market, one row per tick",
          sizeof(market::MarketTicked),
          RowsOf<&TickRows::market>,
          {
              SOUK_COLUMN(MarketTicked, tick, "1",
                          "Tick, counted from the start of the run", {}),
              SOUK_COLUMN(MarketTicked, page_views, "1", "Pages opened", {}),
              SOUK_COLUMN(MarketTicked, auctions, "1",
                          "Bids evaluated: page views x candidates", {}),
              SOUK_COLUMN(MarketTicked, impressions, "1", "Ads shown", {}),
              SOUK_COLUMN(MarketTicked, views, "1",
                          "Impressions that a user examined", {}),
              SOUK_COLUMN(MarketTicked, clicks, "1",
                          "Clicks on ads: one on a shared slot counts for both",
                          {}),
              SOUK_COLUMN(MarketTicked, conversions, "1", "Conversions", {}),
              SOUK_COLUMN(MarketTicked, revenue_micros, kMicros,
                          "Paid by all advertisers", {}),
          }};
}

Table TicksTable() {
  return {
      "ticks",
      "One row per tick and line that stood in an auction; a line is a "
      "campaign on one channel",
      sizeof(market::LineTicked),
      RowsOf<&TickRows::lines>,
      {
          SOUK_COLUMN(LineTicked, tick, "1",
                      "Tick, counted from the start of the run", {}),
          SOUK_COLUMN(LineTicked, line, "1", "Index into /manifest/lines", {}),
          SOUK_COLUMN(LineTicked, auctions, "1",
                      "Page views for which the line bid", {}),
          SOUK_COLUMN(LineTicked, impressions, "1", "Ads shown", {}),
          SOUK_COLUMN(LineTicked, views, "1",
                      "Impressions that a user examined", {}),
          SOUK_COLUMN(LineTicked, clicks, "1", "Clicks", {}),
          SOUK_COLUMN(LineTicked, conversions, "1", "Conversions", {}),
          SOUK_COLUMN(LineTicked, spend_micros, kMicros,
                      "Charged to the line; with stale budgets accounts may "
                      "pay less",
                      {}),
          SOUK_COLUMN(LineTicked, predicted_clicks, "1",
                      "Sum of predicted click rates", {}),
      }};
}

Table LedgerTable() {
  return {"ledger",
          "One row per tick and advertiser: opening + funded - spent - "
          "expired = closing",
          sizeof(market::AccountTicked),
          RowsOf<&TickRows::accounts>,
          {
              SOUK_COLUMN(AccountTicked, tick, "1",
                          "Tick, counted from the start of the run", {}),
              SOUK_COLUMN(AccountTicked, advertiser, "1",
                          "Index into /manifest/advertisers", {}),
              SOUK_COLUMN(AccountTicked, opening_micros, kMicros,
                          "Balance before the tick", {}),
              SOUK_COLUMN(AccountTicked, funded_micros, kMicros,
                          "Put in at the start of a day", {}),
              SOUK_COLUMN(AccountTicked, leased_micros, kMicros,
                          "Granted to cells at the start of the tick", {}),
              SOUK_COLUMN(AccountTicked, spent_micros, kMicros,
                          "Paid in the tick", {}),
              SOUK_COLUMN(AccountTicked, expired_micros, kMicros,
                          "Left over from the day before", {}),
              SOUK_COLUMN(AccountTicked, closing_micros, kMicros,
                          "Balance after the tick", {}),
          }};
}

Table LearningTable() {
  return {"learning",
          "One row per number that a strategy reports about itself",
          sizeof(market::SignalTicked),
          RowsOf<&TickRows::signals>,
          {
              SOUK_COLUMN(SignalTicked, tick, "1",
                          "Tick, counted from the start of the run", {}),
              SOUK_COLUMN(SignalTicked, line, "1", "Index into /manifest/lines",
                          {}),
              SOUK_COLUMN(SignalTicked, signal, "1",
                          "Index into /manifest/signals", {}),
              SOUK_COLUMN(SignalTicked, value, "1", "As reported", {}),
          }};
}

Table PagesTable() {
  return {"pages",
          "One row per recorded page view (recording.page_share)",
          sizeof(market::PageServed),
          RowsOf<&TickRows::pages>,
          {
              SOUK_COLUMN(PageServed, tick, "1",
                          "Tick, counted from the start of the run", {}),
              SOUK_COLUMN(PageServed, cell, "1", "Part of the population", {}),
              SOUK_COLUMN(PageServed, page, "1",
                          "Page view, unique within tick and cell", {}),
              SOUK_COLUMN(PageServed, segment, "1", "Interest of the user", {}),
              SOUK_COLUMN(PageServed, channel, "1",
                          "Index into /manifest/channels", {}),
              SOUK_COLUMN(PageServed, candidates, "1", "Lines that bid", {}),
              SOUK_COLUMN(PageServed, awards, "1",
                          "Ads shown: two in a shared slot", {}),
              SOUK_COLUMN(PageServed, clicks, "1", "Clicks", {}),
              SOUK_COLUMN(PageServed, conversions, "1", "Conversions", {}),
              SOUK_COLUMN(PageServed, revenue_micros, kMicros,
                          "Charged for the page", {}),
          }};
}

Table AwardsTable() {
  return {
      "awards",
      "One row per ad on a recorded page view, two for a shared slot "
      "(recording.award_share)",
      sizeof(market::SlotAwarded),
      RowsOf<&TickRows::awards>,
      {
          SOUK_COLUMN(SlotAwarded, tick, "1",
                      "Tick, counted from the start of the run", {}),
          SOUK_COLUMN(SlotAwarded, cell, "1", "Part of the population", {}),
          SOUK_COLUMN(SlotAwarded, page, "1",
                      "Page view, unique within tick and cell", {}),
          SOUK_COLUMN(SlotAwarded, slot, "1", "Place on the page, 0 = top", {}),
          SOUK_COLUMN(SlotAwarded, line, "1", "Index into /manifest/lines", {}),
          SOUK_COLUMN(SlotAwarded, bid_micros, kMicros, "Bid of the line", {}),
          SOUK_COLUMN(SlotAwarded, price_micros, kMicros,
                      "Price of one charged event", {}),
          SOUK_COLUMN(SlotAwarded, click_rate, "1",
                      "Predicted P(click | examined)", {}),
          SOUK_COLUMN(SlotAwarded, conversion_rate, "1",
                      "Predicted P(conversion | click)", {}),
          SOUK_COLUMN(SlotAwarded, examined, "1", "The user saw it", kNoYes),
          SOUK_COLUMN(SlotAwarded, clicked, "1", "The user clicked", kNoYes),
          SOUK_COLUMN(SlotAwarded, converted, "1", "The user converted",
                      kNoYes),
          SOUK_COLUMN(SlotAwarded, charged_micros, kMicros,
                      "Charged to the line", {}),
      }};
}

Table BidsTable() {
  return {
      "bids",
      "One row per bid on a recorded page view (recording.bid_share)",
      sizeof(market::BidPlaced),
      RowsOf<&TickRows::bids>,
      {
          SOUK_COLUMN(BidPlaced, tick, "1",
                      "Tick, counted from the start of the run", {}),
          SOUK_COLUMN(BidPlaced, cell, "1", "Part of the population", {}),
          SOUK_COLUMN(BidPlaced, page, "1",
                      "Page view, unique within tick and cell", {}),
          SOUK_COLUMN(BidPlaced, line, "1", "Index into /manifest/lines", {}),
          SOUK_COLUMN(BidPlaced, bid_micros, kMicros, "Bid of the line", {}),
          SOUK_COLUMN(BidPlaced, click_rate, "1",
                      "Predicted P(click | examined)", {}),
          SOUK_COLUMN(BidPlaced, conversion_rate, "1",
                      "Predicted P(conversion | click)", {}),
      }};
}

std::vector<PlacedColumn> PlaceColumns() {
  std::vector<PlacedColumn> placed;
  for (size_t table = 0; table < Layout().size(); ++table) {
    for (const Column& column : Layout()[table].columns) {
      placed.push_back(
          {table, column, Layout()[table].name + "/" + column.name});
    }
  }
  return placed;
}

std::string FlagText(const Column& column) {
  std::string text;
  for (size_t i = 0; i < column.flags.size(); ++i) {
    text +=
        (i == 0 ? ": " : ", ") + std::to_string(i) + " = " + column.flags[i];
  }
  return text;
}

}  // namespace

size_t SizeOf(ColumnType type) {
  constexpr std::array<size_t, 6> kBytes = {1, 2, 4, 8, 8, 8};
  return kBytes[static_cast<size_t>(type)];
}

std::string_view NameOf(ColumnType type) {
  constexpr std::array<std::string_view, 6> kNames = {"u8",  "u16", "u32",
                                                      "u64", "i64", "f64"};
  return kNames[static_cast<size_t>(type)];
}

const std::vector<Table>& Layout() {
  static const std::vector<Table> layout = {
      MarketTable(),        TicksTable(),     LedgerTable(),
      LearningTable(),      PagesTable(),     AwardsTable(),
      BidsTable(),          ContractsTable(), ContractPagesTable(),
      ContractSlotsTable(), SupplyTable()};
  return layout;
}

const std::vector<PlacedColumn>& Columns() {
  static const std::vector<PlacedColumn> columns = PlaceColumns();
  return columns;
}

std::string LayoutTable() {
  std::string text = "| column | type | unit | meaning |\n|---|---|---|---|\n";
  size_t next = kTables;
  for (const PlacedColumn& placed : Columns()) {
    const Table& table = Layout()[placed.table];
    if (placed.table != next) {
      text += "| **" + table.name + "/** | | | " + table.description + " |\n";
      next = placed.table;
    }
    const Column& column = placed.column;
    text += "| `" + column.name + "` | " + std::string(NameOf(column.type)) +
            " | " + column.unit + " | " + column.description +
            FlagText(column) + " |\n";
  }
  return text;
}

}  // namespace souk::results
