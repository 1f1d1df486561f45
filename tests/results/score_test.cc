#include "results/score.h"

#include <gtest/gtest.h>

namespace souk::results {
namespace {

/// Two campaigns of one advertiser, on two channels.
struct Market {
  market::MarketSpec spec;
  Manifest manifest;

  Market() {
    spec.campaigns.resize(2);
    spec.campaigns[0].name = "plain";
    spec.campaigns[1].name = "with target";
    spec.campaigns[1].target_cpa_micros = 100e6;
    manifest.advertisers = {"a"};
    manifest.campaigns = {"plain", "with target"};
    manifest.channels = {"x", "y"};
    manifest.lines = {{0, 0, 0}, {0, 1, 0}, {0, 1, 1}};
  }
};

market::LineTicked Line(uint32_t line, int64_t conversions, int64_t units) {
  market::LineTicked row;
  row.line = line;
  row.conversions = conversions;
  row.spend_micros = units * 1000000;
  return row;
}

TEST(Score, IsOfCampaignsWithATargetOverAllTheirLines) {
  Market market;
  Summary summary(market.manifest);
  market::TickRows rows;
  rows.lines = {Line(0, 50, 1), Line(1, 10, 1600), Line(2, 20, 2000)};
  ASSERT_TRUE(summary.Record(rows).ok());
  const auto scores = ScoresOf(market.spec, summary);
  ASSERT_EQ(scores.size(), 1U);
  EXPECT_EQ(scores[0].campaign, "with target");
  EXPECT_EQ(scores[0].conversions, 30);
  EXPECT_EQ(scores[0].spend_micros, 3600000000);
  EXPECT_NEAR(scores[0].score, 20.8333, 5e-5);
}

TEST(Score, TheTableStartsWithTheBestAndEndsWithTheMean) {
  // clang-format off
  EXPECT_EQ(ScoreTable({{"a", 30, 3600000000, 100e6, 20.8333},
                        {"b", 0, 500000000, 70e6, 0},
                        {"c", 30, 2700000000, 100e6, 30}}),
"campaign  conv.     spend       CPA  target  score\n"
"--------------------------------------------------\n"
"c            30  2,700.00   90.0000  100.00  30.00\n"
"a            30  3,600.00  120.0000  100.00  20.83\n"
"b             0    500.00         -   70.00   0.00\n"
"--------------------------------------------------\n"
"mean                                         16.94\n");
  // clang-format on
  EXPECT_EQ(ScoreTable({}), "");
}

}  // namespace
}  // namespace souk::results
