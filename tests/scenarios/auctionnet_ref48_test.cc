// The market of AuctionNet with eight strategies (REF48, M2): what the
// published environment sells, and what this one does.
#include <gtest/gtest.h>

#include <cstdio>
#include <map>

#include "tests/support/auctionnet_runs.h"

namespace souk::tests {
namespace {

/// Means of the seats of one strategy.
struct Group {
  double conversions = 0, score = 0, spent = 0;
  int seats = 0;

  void Add(const market::LineTally& line, double target, double budget) {
    conversions += static_cast<double>(line.conversions);
    score += Score(line, target);
    spent += static_cast<double>(line.spend.micros) / budget;
    ++seats;
  }
  void Print(const std::string& strategy) const {
    std::printf("%-16s %6.1f %6.1f %8.3f\n", strategy.c_str(),
                conversions / seats, score / seats, spent / seats);
  }
};

using Groups = std::map<std::string, Group>;

void AddSeats(const market::MarketSpec& spec, const LineSums& sums,
              Groups& groups) {
  for (size_t i = 0; i < sums.of_line.size(); ++i) {
    const double budget =
        static_cast<double>(spec.advertisers[i].budget.daily->micros);
    groups[spec.campaigns[i].strategy.name].Add(
        sums.of_line[i], spec.campaigns[i].target_cpa_micros, budget);
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
  EXPECT_EQ(sums.page_views, 499975);
  EXPECT_NEAR(revenue, 116990.65, 0.015 * 116990.65);
  EXPECT_NEAR(static_cast<double>(total.views), 1140677, 0.003 * 1140677);
  EXPECT_NEAR(static_cast<double>(total.conversions), 1226, 0.08 * 1226);
  EXPECT_NEAR(MeanScore(*spec, sums), 20.157, 2);
  EXPECT_NEAR(revenue / 150000, 0.780, 0.02);
}

/// Six seats in each of two episodes. Published conversions and scores are
/// sums of one draw: 12 seats with standard deviations of 11 to 18 in score.
TEST(SlowAuctionNetRef48, StrategiesFareAsPublished) {
  Groups groups;
  for (const uint32_t episode : {2u, 3u}) {
    const Spec spec = Ref48(episode);
    AddSeats(*spec, SumsOf(spec), groups);
  }
  std::printf("%-16s %6s %6s %8s\n", "strategy", "conv", "score", "spend/B");
  for (const auto& [strategy, group] : groups) group.Print(strategy);
  const std::map<std::string, double> spent = {
      {"abid", .99},         {"adaptive_pacing", .62}, {"budget_pacer", .94},
      {"dual_optimal", .69}, {"fixed_cpa", .85},       {"min_pacing", .87},
      {"online_lp", .64},    {"pid_spend", .98}};
  for (const auto& [strategy, share] : spent) {
    const Group& group = groups.at(strategy);
    EXPECT_NEAR(group.spent / group.seats, share, 0.05) << strategy;
  }
}

}  // namespace
}  // namespace souk::tests
