#include "market/traffic/replay.h"

#include <gtest/gtest.h>

#include <numeric>

namespace souk::market {
namespace {

/// Row i: clicked if i % 3 == 0, price 100 i, rate i / 1000.
ReplayConfig Log(size_t rows, uint32_t per_tick) {
  ReplayConfig config;
  for (size_t i = 0; i < rows; ++i) {
    config.log.click.push_back(i % 3 == 0 ? 1 : 0);
    config.log.price_micros.push_back(static_cast<int64_t>(100 * i));
    config.log.rate.push_back(static_cast<double>(i) / 1000);
  }
  config.page_views_per_tick = per_tick;
  return config;
}

std::vector<uint64_t> RowsOf(const Traffic& traffic, uint32_t cell,
                             uint32_t cells, uint32_t tick) {
  const auto users = traffic.OpenCell(CellId(cell), cells);
  users->OpenTick({tick, 48});
  std::vector<uint64_t> rows;
  PageBatch batch;
  while (users->NextBatch(batch)) {
    EXPECT_LE(batch.pages.size(), kBatchPageViews);
    for (const PageView& page : batch.pages) {
      EXPECT_EQ(page.tick, tick);
      rows.push_back(page.page);
    }
    users->React(std::vector<PageReaction>(batch.pages.size()));
  }
  return rows;
}

std::vector<uint64_t> Range(uint64_t first, uint64_t stop) {
  std::vector<uint64_t> rows(stop - first);
  std::iota(rows.begin(), rows.end(), first);
  return rows;
}

TEST(Replay, ATickPlaysItsRowsInOrder) {
  const auto traffic = MakeReplay(Log(25, 10));
  EXPECT_EQ(RowsOf(*traffic, 0, 1, 0), Range(0, 10));
  EXPECT_EQ(RowsOf(*traffic, 0, 1, 1), Range(10, 20));
}

TEST(Replay, TheLastTickMayBeShortAndThenThereIsNothing) {
  const auto traffic = MakeReplay(Log(25, 10));
  EXPECT_EQ(RowsOf(*traffic, 0, 1, 2), Range(20, 25));
  EXPECT_TRUE(RowsOf(*traffic, 0, 1, 3).empty());
  EXPECT_TRUE(RowsOf(*traffic, 0, 1, 4000000000U).empty());
}

TEST(Replay, ALongTickComesInBatches) {
  const auto traffic = MakeReplay(Log(10000, 9999));
  EXPECT_EQ(RowsOf(*traffic, 0, 1, 0), Range(0, 9999));
}

TEST(Replay, CellsTakeContiguousPartsOfATick) {
  const auto traffic = MakeReplay(Log(25, 10));
  for (uint32_t cells : {1U, 3U, 4U, 16U}) {
    for (uint32_t tick : {0U, 1U, 2U, 3U}) {
      std::vector<uint64_t> rows;
      for (uint32_t cell = 0; cell < cells; ++cell) {
        const auto part = RowsOf(*traffic, cell, cells, tick);
        EXPECT_LE(part.size(), 10U / cells + 1);
        rows.insert(rows.end(), part.begin(), part.end());
      }
      const uint64_t first = std::min(10 * tick, 25U);
      EXPECT_EQ(rows, Range(first, std::min<uint64_t>(first + 10, 25)))
          << cells << " cells, tick " << tick;
    }
    EXPECT_EQ(traffic->CellShare(CellId(0), cells), 1.0 / cells);
  }
}

TEST(Replay, EverybodyIsPredictedTheLoggedRateAndMeetsTheLoggedClick) {
  const auto traffic = MakeReplay(Log(25, 10));
  EXPECT_EQ(traffic->segments(), 1U);
  const std::vector<uint32_t> lines = {2, 5};
  for (uint64_t row : {0U, 7U, 24U}) {
    std::vector<double> click(2, -1), conversion(2, -1);
    traffic->Predict({.page = row}, {lines, false}, click, conversion);
    const double rate = static_cast<double>(row) / 1000;
    EXPECT_EQ(click, (std::vector<double>{rate, rate}));
    EXPECT_EQ(conversion, (std::vector<double>{0, 0}));
    const Rates truth = traffic->Truth({.page = row}, LineId(5), {rate, 0});
    EXPECT_EQ(truth.click, row % 3 == 0 ? 1 : 0);
    EXPECT_EQ(truth.conversion, 0);
  }
}

TEST(Replay, TheRivalBidsTheLoggedPriceAndTiesAreRuled) {
  ReplayConfig config = Log(25, 10);
  EXPECT_EQ(MakeReplay(config)->RivalBid({.page = 7}), 700);
  EXPECT_FALSE(MakeReplay(config)->RivalWinsTies());
  config.ties = TieRule::kRivalWins;
  EXPECT_TRUE(MakeReplay(config)->RivalWinsTies());
}

TEST(ReplayDeathTest, ColumnsOfDifferentLengthStop) {
  ReplayConfig config = Log(25, 10);
  config.log.rate.pop_back();
  EXPECT_DEATH(MakeReplay(config), "columns of one length");
  EXPECT_DEATH(MakeReplay(ReplayConfig()), "needs rows");
}

}  // namespace
}  // namespace souk::market
