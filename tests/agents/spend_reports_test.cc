#include "agents/spend_reports.h"

#include <gtest/gtest.h>

namespace souk::tests {
namespace {

using agents::SpendReports;
using market::Money;
using market::TickTime;

using Spent = std::vector<std::vector<Money>>;  // [cell][node]

market::MarketSpec Cells(uint32_t cells, const market::ReportSpec& reports) {
  market::MarketSpec spec;
  spec.cells = cells;
  spec.budgets.reports = reports;
  return spec;
}

/// What is known of node 0 at the start of each tick, if one cell spends 10 in
/// every tick of days of `ticks` ticks.
std::vector<int64_t> Known(const market::ReportSpec& reports, uint32_t ticks,
                           uint32_t end) {
  SpendReports desk(Cells(1, reports), 1);
  std::vector<int64_t> known;
  for (uint32_t tick = 0; tick < end; ++tick) {
    const TickTime time{tick, ticks};
    desk.OpenTick(time);
    known.push_back(desk.known(0).micros);
    desk.CloseTick(time, Spent{{Money(10)}});
  }
  return known;
}

using Amounts = std::vector<int64_t>;

TEST(SpendReports, WithoutDelayEverythingIsKnown) {
  EXPECT_EQ(Known({}, 4, 6), Amounts({0, 10, 20, 30, 0, 10}));
}

TEST(SpendReports, ADelayedReportIsKnownThatManyTicksLater) {
  EXPECT_EQ(Known({.delay_ticks = 2}, 8, 8),
            Amounts({0, 0, 0, 10, 20, 30, 40, 50}));
}

TEST(SpendReports, BatchesCarryAllThatWasSpentSince) {
  EXPECT_EQ(Known({.every_ticks = 3}, 8, 8),
            Amounts({0, 0, 0, 30, 30, 30, 60, 60}));
}

TEST(SpendReports, ReportsOfYesterdayAreVoid) {
  EXPECT_EQ(Known({.delay_ticks = 3}, 4, 8), Amounts({0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(SpendReports, WhatALostReportSaidTheNextOneCarries) {
  const Amounts known = Known({.loss_rate = 0.5}, 1000, 1000);
  int behind = 0;
  for (size_t tick = 1; tick < known.size(); ++tick) {
    const int64_t all = static_cast<int64_t>(10 * tick);
    EXPECT_TRUE(known[tick] == all || known[tick] == known[tick - 1]);
    behind += known[tick] != all;
  }
  EXPECT_NEAR(behind, 500, 60);
}

TEST(SpendReports, CellsAddUp) {
  SpendReports desk(Cells(2, {}), 2);
  desk.OpenTick({0, 4});
  desk.CloseTick({0, 4}, Spent{{Money(1), Money(20)}, {Money(300), Money(0)}});
  desk.OpenTick({1, 4});
  EXPECT_EQ(desk.known(0), Money(301));
  EXPECT_EQ(desk.known(1), Money(20));
}

TEST(SpendReports, GoOnIdenticallyAfterSaveAndLoad) {
  const market::MarketSpec spec =
      Cells(1, {.delay_ticks = 2, .every_ticks = 2, .loss_rate = 0.3});
  SpendReports one(spec, 1);
  SpendReports other(spec, 1);
  for (uint32_t tick = 0; tick < 60; ++tick) {
    if (tick == 31) {
      market::ArchiveWriter out;
      one.Save(out);
      const std::string bytes = out.Take();
      market::ArchiveReader in(bytes);
      other.Load(in);
      EXPECT_TRUE(in.done());
    }
    for (SpendReports* desk : {&one, &other}) {
      desk->OpenTick({tick, 48});
      desk->CloseTick({tick, 48}, Spent{{Money(tick)}});
    }
    if (tick >= 31) {
      EXPECT_EQ(one.known(0), other.known(0)) << tick;
    }
  }
}

}  // namespace
}  // namespace souk::tests
