// A run as the rows that AuctionNet publishes.
#include "agents/auctionnet_log.h"

#include <gtest/gtest.h>

#include <map>

#include "scenarios/sequential_run.h"
#include "tests/support/scenarios.h"

namespace souk::tests {
namespace {

using agents::AuctionNetRow;

/// Gives every tick to the log, and keeps its sums.
class LoggedRun final : public market::EventSink {
 public:
  LoggedRun()
      : spec_(
            LoadLibrary("auctionnet_fixed48",
                        {"traffic.auctionnet.first_episode=3",
                         "recording.bid_share=1", "recording.award_share=1"})),
        log_(*spec_,
             dynamic_cast<const market::AuctionNetWorld&>(*spec_->traffic),
             {.first_period = 3},
             [this](const AuctionNetRow& row) { rows.push_back(row); }) {
    const auto run = scenarios::SequentialRun::Make(spec_).value();
    while (!run->done()) EXPECT_TRUE(run->RunTick(*this).ok());
  }
  market::Result<void> Record(const market::TickRows& tick) override {
    for (const market::AccountTicked& account : tick.accounts) {
      spent[{account.tick, account.advertiser}] = account.spent_micros;
    }
    page_views += static_cast<size_t>(tick.market[0].page_views);
    return log_.Record(tick);
  }

  std::vector<AuctionNetRow> rows;
  std::map<std::pair<uint32_t, uint32_t>, int64_t> spent;
  size_t page_views = 0;

 private:
  std::shared_ptr<const market::MarketSpec> spec_;
  agents::AuctionNetLog log_;
};

TEST(AuctionNetLog, HasARowForEveryPageViewAndAdvertiser) {
  const LoggedRun run;
  ASSERT_EQ(run.rows.size(), run.page_views * 48);
  for (size_t i = 0; i < run.rows.size(); ++i) {
    const AuctionNetRow& row = run.rows[i];
    ASSERT_EQ(row.advertiser, i % 48);
    ASSERT_EQ(row.category, i % 48 / 8);
    ASSERT_EQ(row.period, 3U);
    ASSERT_EQ(row.end == 1, row.tick == 47 || row.remaining < 0.1);
    ASSERT_TRUE(row.remaining >= 0.1 || row.bid == 0);
    ASSERT_LE(row.sigma, 0.3 * row.rate + 1e-18);
    ASSERT_GE(row.sigma, 0);
    ASSERT_EQ(row.won == 1, row.slot > 0);
    ASSERT_LE(row.exposed, row.won);
    ASSERT_LE(row.converted, row.exposed);
  }
}

TEST(AuctionNetLog, PaysForExposuresWhatTheAccountsPaid) {
  const LoggedRun run;
  std::map<std::pair<uint32_t, uint32_t>, double> paid;
  for (const AuctionNetRow& row : run.rows) {
    paid[{row.tick, row.advertiser}] += row.cost * row.exposed;
  }
  for (const auto& [place, micros] : run.spent) {
    EXPECT_NEAR(paid[place], static_cast<double>(micros) / 1e6, 1e-9);
  }
}

TEST(AuctionNetLog, TheLeastWinningCostIsThePriceOfTheLastSlot) {
  const LoggedRun run;
  for (const AuctionNetRow& row : run.rows) {
    ASSERT_GE(row.least_winning_cost, 1e-4);
    if (row.slot == 3) {
      ASSERT_EQ(row.cost, row.least_winning_cost);
    } else if (row.slot > 0) {
      ASSERT_GE(row.cost, row.least_winning_cost);
    } else {
      ASSERT_LE(row.bid, row.least_winning_cost);
    }
  }
}

TEST(AuctionNetLog, WritesThePublishedColumns) {
  const std::string header = agents::AuctionNetCsvHeader();
  EXPECT_EQ(std::count(header.begin(), header.end(), ','), 17);
  AuctionNetRow row;
  row.period = 7;
  row.advertiser = 12;
  row.category = 1;
  row.budget = 2900;
  row.cpa = 100;
  row.rate = 0.0005;
  row.bid = 0.05;
  row.won = 1;
  row.slot = 2;
  row.cost = 0.04;
  EXPECT_EQ(agents::ToCsv(row),
            "7,12,1,2900,100,0,0,0,0.0005,0,0.05,1,2,0.04,0,0,0,0");
}

}  // namespace
}  // namespace souk::tests
