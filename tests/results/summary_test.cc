#include "results/summary.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/results/fixtures.h"

namespace souk::results {
namespace {

Manifest TwoAdvertisers() {
  Manifest manifest;
  manifest.advertisers = {"corner shop", "b\xc3\xbcro"};
  manifest.campaigns = {"a", "b"};
  manifest.channels = {"search", "feed"};
  manifest.lines = {{0, 0, 0}, {1, 1, 0}, {1, 1, 1}};
  return manifest;
}

market::LineTicked Line(uint32_t line, int64_t scale) {
  market::LineTicked row;
  row.line = line;
  row.auctions = 1000000 * scale;
  row.impressions = 20000 * scale;
  row.views = 9000 * scale;
  row.clicks = 400 * scale;
  row.conversions = 7 * scale;
  row.spend_micros = 123456789 * scale;
  return row;
}

market::TickRows OneTick() {
  market::TickRows rows;
  rows.lines = {Line(0, 1), Line(1, 2), Line(2, 10)};
  market::MarketTicked all;
  all.page_views = 50000;
  all.auctions = 13000000;
  all.impressions = 260000;
  all.views = 117000;
  all.clicks = 5200;
  all.conversions = 91;
  all.revenue_micros = 1604938257;
  rows.market = {all};
  market::AccountTicked account;
  account.funded_micros = 500000000;
  rows.accounts = {account};
  account.advertiser = 1;
  account.funded_micros = INT64_MAX;
  rows.accounts.push_back(account);
  return rows;
}

TEST(Summary, AddsLinesUpToTheirAdvertisers) {
  Summary summary(TwoAdvertisers());
  ASSERT_TRUE(summary.Record(OneTick()).ok());
  ASSERT_TRUE(summary.Record(OneTick()).ok());
  EXPECT_EQ(summary.ticks(), 2U);
  EXPECT_EQ(summary.page_views(), 100000);
  EXPECT_EQ(summary.market().spend_micros, 2 * 1604938257LL);
  EXPECT_EQ(summary.advertisers()[0].clicks, 2 * 400);
  EXPECT_EQ(summary.advertisers()[1].clicks, 2 * 12 * 400);
  EXPECT_EQ(summary.advertisers()[1].spend_micros, 2 * 12 * 123456789LL);
  EXPECT_EQ(summary.advertisers()[0].funded_micros, 1000000000);
  EXPECT_EQ(summary.advertisers()[1].funded_micros, INT64_MAX);
  EXPECT_EQ(summary.market().funded_micros, INT64_MAX);
}

TEST(Summary, PrintsOneAlignedTable) {
  Summary summary(TwoAdvertisers());
  ASSERT_TRUE(summary.Record(OneTick()).ok());
  // clang-format off
  EXPECT_EQ(summary.Table(),
"advertiser     auctions    impr.    views  clicks    CTR  conv.     spend    eCPC    budget    used\n"
"---------------------------------------------------------------------------------------------------\n"
"b\xc3\xbcro         12,000,000  240,000  108,000   4,800  2.00%     84  1,481.48  0.3086  no limit       -\n"
"corner shop   1,000,000   20,000    9,000     400  2.00%      7    123.46  0.3086    500.00  24.69%\n"
"---------------------------------------------------------------------------------------------------\n"
"total        13,000,000  260,000  117,000   5,200  2.00%     91  1,604.94  0.3086  no limit       -\n");
  // clang-format on
}

TEST(Summary, ShowsTwentyAdvertisersAndCountsTheRest) {
  Manifest manifest;
  for (int i = 0; i < 1030; ++i) {
    manifest.advertisers.push_back("advertiser-" + std::to_string(i));
  }
  const std::string table = Summary(manifest).Table();
  EXPECT_NE(table.find("... and 1,010 more\n"), std::string::npos) << table;
  // Heading, two rules, twenty rows, the rest and the total.
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 25);
}

TEST(Summary, ContinuesAfterSaveAndLoad) {
  Summary first(TwoAdvertisers());
  ASSERT_TRUE(first.Record(OneTick()).ok());
  market::ArchiveWriter out;
  first.Save(out);
  market::ArchiveReader in(out.bytes());
  Summary second(TwoAdvertisers());
  second.Load(in);
  ASSERT_TRUE(in.done());
  ASSERT_TRUE(first.Record(OneTick()).ok());
  ASSERT_TRUE(second.Record(OneTick()).ok());
  EXPECT_EQ(first.Table(), second.Table());
  market::ArchiveReader again(out.bytes());
  Summary other((Manifest()));
  other.Load(again);
  EXPECT_FALSE(again.ok()) << "a state of two advertisers, loaded into none";
}

}  // namespace
}  // namespace souk::results
