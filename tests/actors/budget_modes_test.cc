// Budgets of a whole market: allowances of campaigns, weeks, stale reports.
#include <gtest/gtest.h>

#include "tests/support/runs.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

constexpr char kMarket[] = R"(
traffic { synthetic { users: 3000 } }
channel { name: "main" slots: 2 }
cells: 3
advertiser {
  name: "account" daily_budget_micros: 30000000 weekly_budget_micros: 50000000
  campaign { name: "big" charge: VIEW value_per_click_micros: 300000 }
  campaign { name: "small" charge: VIEW value_per_click_micros: 400000
             daily_budget_micros: 3000000 }
}
advertiser { name: "rival" campaign { charge: VIEW
                                      value_per_click_micros: 350000 } }
)";

/// Spending of one campaign by day.
std::vector<int64_t> SpentByDay(const std::vector<market::TickRows>& ticks,
                                uint32_t line) {
  std::vector<int64_t> spent;
  for (const market::TickRows& rows : ticks) {
    for (const market::LineTicked& row : rows.lines) {
      spent.resize(std::max<size_t>(spent.size(), row.tick / 48 + 1));
      if (row.line == line) spent.back() += row.spend_micros;
    }
  }
  return spent;
}

TEST(BudgetModes, CampaignsStayWithinTheirAllowanceAndAccountsWithinTheWeek) {
  const auto spec = LoadText(std::string(kMarket) + "calendar { days: 3 }");
  const auto ticks = SequentialRows(spec);
  const auto big = SpentByDay(ticks, 0);
  const auto small = SpentByDay(ticks, 1);
  int64_t week = 0;
  for (size_t day = 0; day < 3; ++day) {
    EXPECT_LE(small[day], 3000000);
    EXPECT_LE(big[day] + small[day], 30000000);
    week += big[day] + small[day];
  }
  EXPECT_GT(small[0], 2900000) << "the allowance binds";
  EXPECT_GT(big[0], 20000000);
  EXPECT_LE(week, 50000000);
  EXPECT_GT(week, 49000000) << "the week binds";
}

/// What lines spent, and what accounts paid, in a run with that delay.
struct Spent {
  int64_t charged = 0;
  int64_t paid = 0;
  int64_t revenue = 0;
};

Spent SpentWithDelay(int ticks) {
  const auto spec = LoadText(std::string(kMarket) +
                             "budgets { mode: STALE report_delay_ticks: " +
                             std::to_string(ticks) + " }");
  Spent spent;
  for (const market::TickRows& rows : SequentialRows(spec)) {
    for (const auto& row : rows.lines) {
      if (row.line < 2) spent.charged += row.spend_micros;
    }
    spent.paid += rows.accounts[0].spent_micros;
    spent.revenue += rows.market[0].revenue_micros;
    spent.revenue -= rows.accounts[1].spent_micros;
  }
  return spent;
}

TEST(BudgetModes, LateReportsGiveAdsAwayTheMoreTheLaterTheyAre) {
  const Spent exact = SpentWithDelay(0);
  EXPECT_EQ(exact.charged, exact.paid);
  EXPECT_LE(exact.paid, 30000000);
  int64_t before = exact.charged;
  for (const int delay : {6, 12, 30}) {
    const Spent late = SpentWithDelay(delay);
    EXPECT_GT(late.charged, before) << delay;
    EXPECT_LE(late.paid, 30000000);
    EXPECT_EQ(late.paid, late.revenue);
    before = late.charged;
  }
  EXPECT_GT(before, 33000000) << "overdelivery of more than a tenth";
}

TEST(BudgetModes, StaleOnesHaveOneDigestOnThreadsAndAfterAStop) {
  const auto spec = LoadText(
      std::string(kMarket) +
      "calendar { days: 2 } budgets { mode: STALE report_delay_ticks: 3 "
      "report_every_ticks: 2 report_loss_rate: 0.3 }");
  const std::string expected = SequentialDigest(spec);
  EXPECT_EQ(ActorDigest(spec, 2), expected);
  EXPECT_EQ(SteppedDigest(spec, Schedule::kLifo), expected);
  DigestRunSink sink;
  SilentObserver observer;
  actors::RunRequest request{spec, &sink, &observer, {}};
  request.until.after_tick = 70;
  ASSERT_TRUE(actors::RunWithActors(request, 2).ok());
  ASSERT_EQ(sink.state().next_tick, 71U);
  const auto rest =
      actors::RunSequentially({spec, &sink, &observer, sink.state()});
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(sink.digest(), expected);
}

}  // namespace
}  // namespace souk::tests
