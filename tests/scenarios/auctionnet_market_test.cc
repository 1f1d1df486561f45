// The market of AuctionNet in which everybody bids the target (M1): what the
// published code sells, and what this one does.
#include <gtest/gtest.h>

#include "tests/support/auctionnet_runs.h"

namespace souk::tests {
namespace {

/// Episode 0 in its full size.
Spec Fixed48(uint32_t run) {
  auto overrides = FullSize();
  overrides.push_back("run=" + std::to_string(run));
  return LoadLibrary("auctionnet_fixed48", overrides);
}

int Exhausted(const LineSums& sums) {
  int exhausted = 0;
  for (const market::AccountTicked& account : sums.last_accounts) {
    exhausted += account.closing_micros < 100000 ? 1 : 0;
  }
  return exhausted;
}

/// What a run of the published world gives.
TEST(SlowAuctionNet, SellsWhatThePublishedMarketSells) {
  const auto spec = Fixed48(0);
  const LineSums sums = SumsOf(spec);
  const market::LineTally total = sums.Total();
  const double revenue = static_cast<double>(total.spend.micros) / 1e6;
  const auto views = static_cast<double>(total.views);
  EXPECT_EQ(sums.page_views, 499980);
  EXPECT_NEAR(revenue, 102898.3, 0.01 * 102898.3);
  EXPECT_NEAR(views, 1141003, 0.003 * 1141003);
  EXPECT_NEAR(static_cast<double>(total.conversions), 1340, 0.06 * 1340);
  EXPECT_NEAR(revenue / 150000, 0.686, 0.007);
  EXPECT_NEAR(Exhausted(sums), 29, 1);
  EXPECT_NEAR(views / static_cast<double>(total.impressions), 0.7607, 0.002);
  // Agent 0 of the published run: 35 738 views for 2899.91.
  EXPECT_NEAR(static_cast<double>(sums.of_line[0].views), 35738, 0.02 * 35738);
  EXPECT_NEAR(static_cast<double>(sums.of_line[0].spend.micros), 2900e6, 1e6);
}

/// The published run has 1340 conversions and a mean score of 27.03, one draw:
/// by the sum of p over its exposures it expected 1357.5. Over runs, the number
/// has a standard deviation of 37, and the score one of 0.8.
TEST(SlowAuctionNet, ConversionsAndScoresAreOnAverageThoseOfThePublishedOne) {
  double conversions = 0;
  double score = 0;
  constexpr uint32_t kRuns = 3;
  for (uint32_t run = 1; run <= kRuns; ++run) {
    const auto spec = Fixed48(run);
    const LineSums sums = SumsOf(spec);
    conversions += static_cast<double>(sums.Total().conversions) / kRuns;
    score += MeanScore(*spec, sums) / kRuns;
  }
  EXPECT_NEAR(conversions, 1357.5, 3 * 37 / 1.73);
  EXPECT_NEAR(score, 27.03, 2 * 0.8 * 1.15);  // a mean of 3 against one draw
}

TEST(AuctionNetMarket, NobodyOverspendsInAnyTickHoweverManyCells) {
  for (const char* cells : {"cells=1", "cells=5"}) {
    const auto spec = LoadLibrary("auctionnet_fixed48", {cells});
    const LineSums sums = SumsOf(spec);
    for (size_t i = 0; i < spec->advertisers.size(); ++i) {
      EXPECT_LE(sums.of_line[i].spend, *spec->advertisers[i].budget.daily);
      EXPECT_GE(sums.last_accounts[i].closing_micros, 0);
    }
    EXPECT_GT(sums.Total().spend.micros, 0.98 * 4100e6);
  }
}

TEST(AuctionNetMarket, OrdinaryBudgetsSellAboutAsMuch) {
  const auto lease = LoadLibrary("auctionnet_fixed48", {"budgets.mode=LEASE"});
  const auto drops = LoadLibrary("auctionnet_fixed48");
  const auto spend = [](const auto& spec) {
    return static_cast<double>(SumsOf(spec).Total().spend.micros);
  };
  EXPECT_NEAR(spend(lease), spend(drops), 0.02 * spend(drops));
}

}  // namespace
}  // namespace souk::tests
