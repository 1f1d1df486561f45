#include "scenarios/tick_reduction.h"

#include <gtest/gtest.h>

namespace souk::scenarios {
namespace {

using market::CellId;
using market::CellReport;
using market::LineTally;
using market::MarketSpec;
using market::Money;

constexpr uint32_t kTick = 7;

MarketSpec Spec(uint32_t cells, size_t lines) {
  MarketSpec spec;
  spec.cells = cells;
  spec.lines.resize(lines);
  return spec;
}

LineTally Tally(int64_t unit) {
  return {.auctions = 6 * unit,
          .impressions = 5 * unit,
          .views = 4 * unit,
          .clicks = 3 * unit,
          .conversions = 2 * unit,
          .spend = Money(unit),
          .predicted_clicks = 0.5 * static_cast<double>(unit),
          .expected_conversions = 0.25 * static_cast<double>(unit)};
}

/// The tick of one cell, with one row in every table.
CellReport Report(uint32_t cell, std::vector<uint32_t> lines, int64_t unit) {
  CellReport report;
  report.cell = CellId(cell);
  report.tick = kTick;
  report.page_views = 10 * unit;
  report.lines = std::move(lines);
  report.tallies.assign(report.lines.size(), Tally(unit));
  report.spent = {Money(unit), Money(2 * unit)};
  report.pages.push_back({.tick = kTick, .cell = cell, .page = 1});
  report.pages.push_back({.tick = kTick, .cell = cell, .page = 2});
  report.awards.push_back({.tick = kTick, .cell = cell});
  report.bids.push_back({.tick = kTick, .cell = cell});
  return report;
}

TEST(TickReduction, CountsNoBidsOfContracts) {
  MarketSpec spec = Spec(2, 3);
  spec.campaigns.resize(2);
  spec.campaigns[1].contract = 0;
  for (const uint32_t line : {1, 2}) {
    spec.lines[line].campaign = market::CampaignId(1);
  }
  spec.contracts.contracts.emplace_back().lines = {1, 2};
  const TickSums sums =
      ReduceReports(spec, {Report(0, {0, 1}, 1), Report(1, {1, 2}, 10)});
  EXPECT_EQ(sums.contracts.tallies[0].auctions, 6 + 60 + 60);
  EXPECT_EQ(sums.rows.market[0].auctions, 6);
  EXPECT_EQ(sums.rows.market[0].impressions, 5 + 5 + 50 + 50);
  EXPECT_EQ(sums.rows.lines[1].auctions, 66);
}

TEST(TickReduction, SumsLinesOverCells) {
  const TickSums sums = ReduceReports(
      Spec(3, 5),
      {Report(0, {0, 3}, 1), Report(1, {3}, 10), Report(2, {3, 4}, 100)});
  ASSERT_EQ(sums.tallies.size(), 5U);
  EXPECT_EQ(sums.tallies[0].spend, Money(1));
  EXPECT_EQ(sums.tallies[1].auctions, 0);
  EXPECT_EQ(sums.tallies[3].auctions, 666);
  EXPECT_EQ(sums.tallies[3].impressions, 555);
  EXPECT_EQ(sums.tallies[3].views, 444);
  EXPECT_EQ(sums.tallies[3].clicks, 333);
  EXPECT_EQ(sums.tallies[3].conversions, 222);
  EXPECT_EQ(sums.tallies[3].spend, Money(111));
  EXPECT_EQ(sums.tallies[3].predicted_clicks, 55.5);
  EXPECT_EQ(sums.tallies[3].expected_conversions, 27.75);
  EXPECT_EQ(sums.tallies[4].spend, Money(100));
}

TEST(TickReduction, SortsSeenAuctionsByLineInCellOrder) {
  CellReport first = Report(0, {0, 3}, 1);
  CellReport second = Report(1, {0, 3}, 1);
  first.seen = {{3, {.bid = 1}}, {0, {.bid = 2}}, {3, {.bid = 3}}};
  second.seen = {{3, {.bid = 4}}};
  const TickSums sums = ReduceReports(Spec(2, 5), {first, second});
  ASSERT_EQ(sums.seen.size(), 5U);
  EXPECT_EQ(sums.seen[0].size(), 1U);
  EXPECT_TRUE(sums.seen[1].empty());
  ASSERT_EQ(sums.seen[3].size(), 3U);
  EXPECT_EQ(sums.seen[3][0].bid, 1);
  EXPECT_EQ(sums.seen[3][1].bid, 3);
  EXPECT_EQ(sums.seen[3][2].bid, 4);
}

TEST(TickReduction, HasNoSeenAuctionsIfNobodyAsked) {
  EXPECT_TRUE(ReduceReports(Spec(1, 5), {Report(0, {0}, 1)}).seen.empty());
}

TEST(TickReduction, ShowsOnlyLinesThatStoodInAnAuction) {
  const TickSums sums =
      ReduceReports(Spec(2, 5), {Report(0, {0, 3}, 1), Report(1, {3, 4}, 10)});
  ASSERT_EQ(sums.rows.lines.size(), 3U);
  EXPECT_EQ(sums.rows.lines[0].line, 0U);
  EXPECT_EQ(sums.rows.lines[1].line, 3U);
  EXPECT_EQ(sums.rows.lines[2].line, 4U);
  const market::LineTicked& row = sums.rows.lines[1];
  EXPECT_EQ(row.tick, kTick);
  EXPECT_EQ(row.auctions, 66);
  EXPECT_EQ(row.impressions, 55);
  EXPECT_EQ(row.views, 44);
  EXPECT_EQ(row.clicks, 33);
  EXPECT_EQ(row.conversions, 22);
  EXPECT_EQ(row.spend_micros, 11);
  EXPECT_EQ(row.predicted_clicks, 5.5);
}

TEST(TickReduction, TheMarketIsTheSumOfItsLines) {
  const TickSums sums =
      ReduceReports(Spec(2, 5), {Report(0, {0, 3}, 1), Report(1, {3}, 10)});
  ASSERT_EQ(sums.rows.market.size(), 1U);
  const market::MarketTicked& row = sums.rows.market[0];
  EXPECT_EQ(row.tick, kTick);
  EXPECT_EQ(row.page_views, 110);
  EXPECT_EQ(row.auctions, 72);
  EXPECT_EQ(row.impressions, 60);
  EXPECT_EQ(row.views, 48);
  EXPECT_EQ(row.clicks, 36);
  EXPECT_EQ(row.conversions, 24);
  EXPECT_EQ(row.revenue_micros, 12);
}

TEST(TickReduction, ATickWithoutPageViewsStillHasItsRow) {
  CellReport nothing;
  nothing.tick = kTick;
  const TickSums sums = ReduceReports(Spec(1, 2), {nothing});
  ASSERT_EQ(sums.rows.market.size(), 1U);
  EXPECT_EQ(sums.rows.market[0].tick, kTick);
  EXPECT_EQ(sums.rows.market[0].page_views, 0);
  EXPECT_TRUE(sums.rows.lines.empty());
  EXPECT_EQ(sums.tallies.size(), 2U);
}

TEST(TickReduction, KeepsSpendingByCellAndRowsInCellOrder) {
  const TickSums sums = ReduceReports(
      Spec(3, 1), {Report(0, {0}, 1), Report(1, {0}, 10), Report(2, {0}, 100)});
  ASSERT_EQ(sums.spent.size(), 3U);
  EXPECT_EQ(sums.spent[0], std::vector<Money>({Money(1), Money(2)}));
  EXPECT_EQ(sums.spent[2], std::vector<Money>({Money(100), Money(200)}));
  ASSERT_EQ(sums.rows.pages.size(), 6U);
  for (uint32_t i = 0; i < 6; ++i) {
    EXPECT_EQ(sums.rows.pages[i].cell, i / 2);
    EXPECT_EQ(sums.rows.pages[i].page, 1 + i % 2);
  }
  ASSERT_EQ(sums.rows.awards.size(), 3U);
  EXPECT_EQ(sums.rows.awards[1].cell, 1U);
  ASSERT_EQ(sums.rows.bids.size(), 3U);
  EXPECT_EQ(sums.rows.bids[2].cell, 2U);
}

TEST(TickReduction, AddsRealNumbersCellByCell) {
  std::vector<CellReport> reports;
  double expected = 0;
  for (uint32_t cell = 0; cell < 3; ++cell) {
    reports.push_back(Report(cell, {0}, 1));
    const double clicks = cell == 0 ? 1e16 : 1;  // 1e16 + 1 + 1 is 1e16
    reports.back().tallies[0].predicted_clicks = clicks;
    expected += clicks;
  }
  EXPECT_NE(expected, 1 + 1 + 1e16);
  EXPECT_EQ(ReduceReports(Spec(3, 1), reports).tallies[0].predicted_clicks,
            expected);
}

TEST(TickReductionDeathTest, EveryCellReportsOnceAndInItsPlace) {
  EXPECT_DEATH(ReduceReports(Spec(2, 1), {Report(0, {0}, 1)}),
               "1 reports from 2 cells");
  EXPECT_DEATH(
      ReduceReports(Spec(2, 1), {Report(1, {0}, 1), Report(0, {0}, 1)}),
      "report of cell 1 tick 7 where cell 0 tick 7 belongs");
  EXPECT_DEATH(
      ReduceReports(Spec(2, 1), {Report(0, {0}, 1), Report(0, {0}, 1)}),
      "report of cell 0 tick 7 where cell 1 tick 7 belongs");
}

TEST(TickReductionDeathTest, AllCellsReportTheSameTick) {
  CellReport late = Report(1, {0}, 1);
  late.tick = kTick - 1;
  EXPECT_DEATH(ReduceReports(Spec(2, 1), {Report(0, {0}, 1), late}),
               "report of cell 1 tick 6 where cell 1 tick 7 belongs");
}

}  // namespace
}  // namespace souk::scenarios
