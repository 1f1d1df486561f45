// Weeks over days, accounts over campaigns, and purses that learn late.
#include <gtest/gtest.h>

#include "agents/advertisers_desk.h"

namespace souk::tests {
namespace {

using agents::AdvertisersDesk;
using agents::CellLease;
using market::BudgetPlan;
using market::Money;

constexpr uint32_t kTicks = 2;  // of a day

market::MarketSpec Market(const BudgetPlan& advertiser,
                          const std::vector<BudgetPlan>& campaigns = {}) {
  market::MarketSpec spec;
  spec.advertisers.push_back({"a", market::AdvertiserKind::kBrand, advertiser});
  for (const BudgetPlan& plan : campaigns) {
    spec.campaigns.emplace_back().budget = plan;
    spec.campaigns.back().advertiser = market::AdvertiserId(0);
  }
  return spec;
}

/// What one cell is granted at the start of each day, if it spends the given
/// amount (or all that it has) in the first tick of every day.
std::vector<int64_t> Days(const BudgetPlan& plan,
                          const std::vector<int64_t>& spending) {
  AdvertisersDesk desk(Market(plan), {1.0});
  std::vector<int64_t> granted;
  for (uint32_t day = 0; day < spending.size(); ++day) {
    const uint32_t tick = kTicks * day;
    granted.push_back(desk.Grant({tick, kTicks})[0].granted[0].micros);
    const Money spent(std::min(spending[day], granted.back()));
    desk.Settle({tick, kTicks}, {{{spent}}});
    const auto rest = desk.Grant({tick + 1, kTicks})[0].granted[0];
    EXPECT_EQ(rest, Money(granted.back()) - spent);
    desk.Settle({tick + 1, kTicks}, {{{Money()}}});
  }
  return granted;
}

using Amounts = std::vector<int64_t>;

TEST(BudgetHierarchy, ADayGetsWhatTheWeekHasLeft) {
  EXPECT_EQ(Days({.daily = Money(100), .weekly = Money(250)},
                 {100, 60, 100, 100, 0, 0, 0, 100, 100}),
            Amounts({100, 100, 90, 0, 0, 0, 0, 100, 100}));
}

TEST(BudgetHierarchy, WithoutADailyBudgetADayGoesOnWithTheWeek) {
  EXPECT_EQ(Days({.weekly = Money(70)}, {10, 20, 0, 40, 0, 0, 0, 5}),
            Amounts({70, 60, 40, 40, 0, 0, 0, 70}));
}

TEST(BudgetHierarchy, TheRunsBudgetStandsBehindTheWeeks) {
  EXPECT_EQ(Days({.weekly = Money(70), .total = Money(100)},
                 {70, 0, 0, 0, 0, 0, 0, 70, 0}),
            Amounts({70, 0, 0, 0, 0, 0, 0, 30, 0}));
}

TEST(BudgetHierarchy, TheRunsBudgetIsSpentOnce) {
  EXPECT_EQ(Days({.daily = Money(60), .total = Money(100)}, {60, 10, 60, 60}),
            Amounts({60, 40, 30, 0}));
}

TEST(BudgetHierarchy, WhatAWeekDidNotSpendIsGone) {
  EXPECT_EQ(Days({.daily = Money(10), .weekly = Money(30)},
                 {0, 0, 0, 0, 0, 0, 0, 10, 10, 10, 10}),
            Amounts({10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 0}));
}

TEST(BudgetHierarchy, CampaignsHaveNodesBehindTheAdvertisers) {
  const BudgetPlan none;
  AdvertisersDesk desk(
      Market({.daily = Money(100)}, {none, {.daily = Money(30)}}), {0.5, 0.5});
  const std::vector<CellLease> leases = desk.Grant({0, kTicks});
  ASSERT_EQ(leases[0].granted.size(), 2U);
  EXPECT_EQ(leases[0].granted[1], Money(15));
  desk.Settle({0, kTicks}, {{{Money(20), Money(15)}, {Money(7), Money(7)}}});
  EXPECT_EQ(desk.remaining_today(), (std::vector<Money>{Money(73), Money(8)}));
  EXPECT_EQ(desk.revenue(), Money(27)) << "an allowance pays nobody";
  EXPECT_EQ(desk.Accounts().size(), 1U);
}

market::MarketSpec Stale(uint32_t delay) {
  market::MarketSpec spec = Market({.daily = Money(100)});
  spec.budgets.mode = market::BudgetMode::kStale;
  spec.budgets.reports.delay_ticks = delay;
  return spec;
}

TEST(StaleBudgets, WithoutDelayAreExact) {
  AdvertisersDesk desk(Stale(0), {1.0});
  uint32_t tick = 0;
  for (const int64_t left : {100, 40, 0}) {
    EXPECT_EQ(desk.Grant({tick, 48})[0].granted[0], Money(left));
    desk.Settle({tick, 48}, {{{Money(std::min<int64_t>(left, 60))}}});
    ++tick;
  }
  EXPECT_EQ(desk.revenue(), Money(100));
}

TEST(StaleBudgets, SpendUntilTheNewsArrivesAndPayOnlyWhatIsThere) {
  AdvertisersDesk desk(Stale(2), {1.0});
  std::vector<int64_t> granted, paid, left;
  for (uint32_t tick = 0; tick < 6; ++tick) {
    granted.push_back(desk.Grant({tick, 48})[0].granted[0].micros);
    desk.Settle({tick, 48}, {{{Money(std::min<int64_t>(granted.back(), 60))}}});
    paid.push_back(desk.Accounts()[0].spent_micros);
    left.push_back(desk.Accounts()[0].closing_micros);
  }
  EXPECT_EQ(granted, Amounts({100, 100, 100, 40, 0, 0}));
  EXPECT_EQ(paid, Amounts({60, 40, 0, 0, 0, 0})) << "120 were given away";
  EXPECT_EQ(left, Amounts({40, 0, 0, 0, 0, 0}));
  EXPECT_EQ(desk.revenue(), Money(100));
}

}  // namespace
}  // namespace souk::tests
