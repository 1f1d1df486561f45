#include "results/contract_sums.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "results/summary.h"
#include "tests/results/contract_fixtures.h"

namespace souk::results {
namespace {

Manifest TwoContracts() {
  Manifest manifest;
  manifest.advertisers = {"acme", "beta"};
  manifest.campaigns = {"search ads", "gold", "silver"};
  manifest.channels = {"feed"};
  manifest.lines = {{0, 0, 0}, {0, 1, 0}, {1, 2, 0}};
  manifest.contracts = {{.name = "gold",
                         .advertiser = 0,
                         .campaign = 1,
                         .goal = 100,
                         .first_tick = 0,
                         .end_tick = 4},
                        {.name = "silver",
                         .advertiser = 1,
                         .campaign = 2,
                         .goal = 60,
                         .first_tick = 0,
                         .end_tick = 4}};
  manifest.contract_slots = {{0, 0, 1}, {0, 1, 1}, {0, 2, 0}};
  return manifest;
}

market::ContractTicked Delivered(uint32_t contract, double planned,
                                 int64_t delivered, int64_t missing = 0) {
  return {.contract = contract,
          .planned = planned,
          .delivered = delivered,
          .clicks = delivered / 10,
          .missing = missing,
          .earned_micros = delivered * 20000};
}

market::TickRows Tick(uint32_t tick,
                      std::vector<market::ContractTicked> contracts) {
  market::TickRows rows;
  rows.contracts = std::move(contracts);
  for (auto& row : rows.contracts) row.tick = tick;
  rows.contract_pages = {{tick, 200, 50, 3, 7000000}};
  rows.contract_slots = {{tick, 0, 0, 30}, {tick, 0, 1, 10}};
  return rows;
}

TEST(ContractSums, AddUpToTheFiguresOfDelivery) {
  ContractSums sums(TwoContracts());
  sums.Record(Tick(0, {Delivered(0, 50, 53, 47), Delivered(1, 30, 30, 30)}));
  sums.Record(Tick(1, {Delivered(0, 50, 46, 1), Delivered(1, 30, 33)}));
  const ContractsFigures all = sums.all();
  EXPECT_DOUBLE_EQ(all.fulfilment, (99 + 60) / 160.0);
  EXPECT_DOUBLE_EQ(all.worst_fulfilment, 0.99);
  EXPECT_DOUBLE_EQ(all.compensation_rate, 1 / 160.0);
  EXPECT_DOUBLE_EQ(all.overdelivery, 3 / 160.0);
  EXPECT_DOUBLE_EQ(all.pages_with_contracts, 0.25);
  EXPECT_DOUBLE_EQ(all.pages_with_repeats, 6 / 400.0);
  EXPECT_DOUBLE_EQ(all.click_rate, (5 + 4 + 3 + 3) / 162.0);
  EXPECT_EQ(all.totals.earned_micros, 162 * 20000);
  EXPECT_EQ(all.auction_micros, 14000000);
  const std::vector<ContractFigures> each = sums.each();
  EXPECT_EQ(each[0].totals.missing, 1);
  EXPECT_EQ(each[1].totals.missing, 0);
  EXPECT_DOUBLE_EQ(each[0].smoothness, std::sqrt((9 + 16) / 2.0));
  EXPECT_DOUBLE_EQ(each[1].smoothness, std::sqrt(9 / 2.0));
  EXPECT_DOUBLE_EQ(all.smoothness,
                   (each[0].smoothness + each[1].smoothness) / 2);
}

// |30 - 10| twice, over 2 slots x 2 x 40; the slot without a share is none.
TEST(ContractSums, KnowHowUnevenlySlotsShowContracts) {
  ContractSums sums(TwoContracts());
  EXPECT_EQ(sums.SlotGini(), 0);
  sums.Record(Tick(0, {}));
  EXPECT_DOUBLE_EQ(sums.SlotGini(), 40 / 160.0);
}

TEST(ContractSums, OweNothingAfterACancellation) {
  ContractSums sums(TwoContracts());
  EXPECT_DOUBLE_EQ(sums.all().fulfilment, 0) << "everything is owed";
  EXPECT_DOUBLE_EQ(sums.all().compensation_rate, 1);
  sums.Record(Tick(0, {Delivered(0, 50, 40, 60), Delivered(1, 30, 45, 15)}));
  EXPECT_DOUBLE_EQ(sums.all().fulfilment, (40 + 45) / 160.0);
  sums.Record(Tick(1, {Delivered(0, 0, 0, 0), Delivered(1, 15, 5, 10)}));
  EXPECT_DOUBLE_EQ(sums.all().fulfilment, (40 + 50) / 100.0);
  EXPECT_EQ(sums.each()[0].owed, 40);
  EXPECT_EQ(sums.each()[0].goal, 100);
  EXPECT_EQ(sums.each()[0].delivery_rate, 1);
  EXPECT_DOUBLE_EQ(sums.all().worst_fulfilment, 50 / 60.0);
}

TEST(ContractSums, OweWhatWasAcceptedOfAGoal) {
  ContractSums sums(TwoContracts());
  sums.Record(Tick(0, {Delivered(0, 20, 20, 10), Delivered(1, 60, 60, 0)}));
  EXPECT_EQ(sums.each()[0].owed, 30);
  EXPECT_DOUBLE_EQ(sums.all().fulfilment, 80 / 90.0);
}

TEST(ContractSums, ContinueAfterSaveAndLoad) {
  Summary first(TwoContracts());
  ASSERT_TRUE(first.Record(Tick(0, {Delivered(0, 50, 53)})).ok());
  market::ArchiveWriter out;
  first.Save(out);
  market::ArchiveReader in(out.bytes());
  Summary second(TwoContracts());
  second.Load(in);
  ASSERT_TRUE(in.done());
  for (Summary* summary : {&first, &second}) {
    ASSERT_TRUE(summary->Record(Tick(1, {Delivered(1, 9, 12)})).ok());
  }
  EXPECT_EQ(first.Table(), second.Table());
  Manifest other = TwoContracts();
  other.contracts.pop_back();
  market::ArchiveReader again(out.bytes());
  Summary fewer(other);
  fewer.Load(again);
  EXPECT_FALSE(again.ok()) << "a state of two contracts, loaded into one";
}

market::LineTicked Line(uint32_t line, int64_t scale, int64_t spend) {
  return {.line = line,
          .auctions = 1000 * scale,
          .impressions = 100 * scale,
          .views = 80 * scale,
          .clicks = 4 * scale,
          .conversions = scale,
          .spend_micros = spend};
}

// Lines of contracts are no bidders: a row of their own, no price of a click.
TEST(ContractSums, StandApartFromTheAuctionInTheTable) {
  Summary summary(TwoContracts());
  market::TickRows rows =
      Tick(0, {Delivered(0, 50, 53, 47), Delivered(1, 30, 60)});
  rows.lines = {Line(0, 1, 8000000), Line(1, 2, 0), Line(2, 3, 0)};
  rows.market = {{.page_views = 200,
                  .auctions = 1000,
                  .impressions = 600,
                  .views = 480,
                  .clicks = 24,
                  .conversions = 6,
                  .revenue_micros = 8000000}};
  rows.accounts = {{.advertiser = 0, .funded_micros = 50000000}};
  ASSERT_TRUE(summary.Record(rows).ok());
  EXPECT_EQ(summary.advertisers()[0].clicks, 4);
  EXPECT_EQ(summary.advertisers()[1].impressions, 0);
  // clang-format off
  EXPECT_EQ(summary.Table(),
"advertiser   auctions  impr.  views  clicks    CTR  conv.  spend    eCPC  budget    used\n"
"----------------------------------------------------------------------------------------\n"
"acme            1,000    100     80       4  4.00%      1   8.00  2.0000   50.00  16.00%\n"
"beta                0      0      0       0      -      0   0.00       -    0.00       -\n"
"----------------------------------------------------------------------------------------\n"
"(contracts)         -    500    400      20  4.00%      5      -       -       -       -\n"
"total           1,000    600    480      24  4.00%      6   8.00  2.0000   50.00  16.00%\n"
"\n"
"contract  goal  owed  delivered     rate  missing     CTR  smoothness  earned  returned  penalty\n"
"------------------------------------------------------------------------------------------------\n"
"gold       100   100         53   53.00%       47   9.43%        3.00    1.06      0.00     0.00\n"
"silver      60    60         60  100.00%        0  10.00%       30.00    1.20      0.00     0.00\n"
"------------------------------------------------------------------------------------------------\n"
"total      160   160        113   70.62%       47   9.73%       16.50    2.26      0.00     0.00\n"
"contracts: on 25.00% of page views, twice on 1.50%; slot gini 0.25; the auction earned 7.00\n");
  // clang-format on
}

TEST(ContractSums, ShowTheTwentyWorstContracts) {
  Manifest manifest = TwoContracts();
  manifest.contracts.clear();
  market::TickRows rows;
  for (uint32_t i = 0; i < 30; ++i) {
    manifest.contracts.push_back({.name = "contract-" + std::to_string(i),
                                  .advertiser = 0,
                                  .campaign = 1,
                                  .goal = 100,
                                  .first_tick = 0,
                                  .end_tick = 4});
    rows.contracts.push_back(Delivered(i, 0, 100 - i, i));
  }
  ContractSums sums(manifest);
  sums.Record(rows);
  const std::string table = sums.Table();
  EXPECT_NE(table.find("... and 10 more\n"), std::string::npos) << table;
  const size_t worst = table.find("contract-29 ");
  const size_t next = table.find("contract-28 ");
  EXPECT_LT(worst, next);
  EXPECT_LT(next, table.size());
  EXPECT_EQ(table.find("contract-9 "), std::string::npos) << table;
  // Heading, two rules, twenty rows, the rest, the total and the remarks.
  EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 26);
}

TEST(ContractSums, SayNothingWithoutContracts) {
  EXPECT_EQ(ContractSums(SmallManifest()).Table(), "");
}

}  // namespace
}  // namespace souk::results
