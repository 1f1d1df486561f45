// The market of AuctionNet with eight strategies (REF48, M2): what the
// published environment sells, and what this one does.
#include <gtest/gtest.h>

#include <cstdio>

#include "tests/support/auctionnet_runs.h"

namespace souk::tests {
namespace {

/// What six seats of one strategy got.
struct Group {
  double conversions = 0;
  double score = 0;
  double spend = 0;
  double budget = 0;
};

Group GroupOf(const market::MarketSpec& spec, const LineSums& sums,
              size_t seat) {
  Group group;
  for (size_t i = seat; i < sums.of_line.size(); i += 8) {
    const market::LineTally& line = sums.of_line[i];
    group.conversions += static_cast<double>(line.conversions) / 6;
    group.score += Score(line, spec.campaigns[i].target_cpa_micros) / 6;
    group.spend += static_cast<double>(line.spend.micros);
    group.budget +=
        static_cast<double>(spec.advertisers[i].budget.daily->micros);
  }
  return group;
}

void Print(const market::MarketSpec& spec, const LineSums& sums) {
  std::printf("%-16s %6s %6s %8s\n", "strategy", "conv", "score", "spend/B");
  for (size_t seat = 0; seat < 8; ++seat) {
    const Group group = GroupOf(spec, sums, seat);
    std::printf("%-16s %6.1f %6.1f %8.3f\n",
                spec.campaigns[seat].strategy.name.c_str(), group.conversions,
                group.score, group.spend / group.budget);
  }
}

/// Episode 2. The published run is one draw of conversions and scores.
TEST(SlowAuctionNetRef48, SellsWhatThePublishedMarketSells) {
  const Spec spec = Ref48(2);
  const LineSums sums = SumsOf(spec);
  const market::LineTally total = sums.Total();
  const double revenue = static_cast<double>(total.spend.micros) / 1e6;
  std::printf("revenue %.0f conversions %ld exposed %ld mean score %.2f\n",
              revenue, static_cast<long>(total.conversions),
              static_cast<long>(total.views), MeanScore(*spec, sums));
  Print(*spec, sums);
  EXPECT_EQ(sums.page_views, 499975);
  EXPECT_NEAR(revenue, 116990.65, 0.015 * 116990.65);
  EXPECT_NEAR(static_cast<double>(total.views), 1140677, 0.003 * 1140677);
  EXPECT_NEAR(static_cast<double>(total.conversions), 1226, 0.08 * 1226);
  EXPECT_NEAR(MeanScore(*spec, sums), 20.157, 2);
  EXPECT_NEAR(revenue / 150000, 0.780, 0.02);
}

}  // namespace
}  // namespace souk::tests
