#include "market/budget_drops.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "market/exchange.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

constexpr SlotResponse kSeen = {.examined = true};
constexpr int64_t kMany = 1000000000;

/// Lines of an advertiser each, on pages of `slots` slots; first price, so
/// that a price is the bid.
class Market {
 public:
  Market(std::vector<double> bids, std::vector<int64_t> leases,
         size_t slots = 1)
      : bids_(std::make_shared<BidSheet>()) {
    market_.spec->budgets = {BudgetMode::kAuctionNet, Money(50), {}};
    market_.AddChannel(std::vector<double>(slots, 1));
    for (size_t i = 0; i < bids.size(); ++i) {
      market_.AddLine(i);
      bids_->emplace_back().linear.constant = bids[i];
      leases_.emplace_back(leases[i]);
    }
    exchange_.emplace(market_.spec, CellId(0));
  }

  /// One tick of `pages` page views, all of which are seen.
  CellReport Tick(size_t pages, uint32_t tick = 0) {
    exchange_->OpenTick({tick, 48}, leases_, bids_);
    PageBatch batch;
    for (size_t page = 0; page < pages; ++page) {
      batch.pages.push_back({page, tick, 0, 0});
    }
    Responses responses;
    rounds_ = 0;
    do {
      ++rounds_;
      exchange_->Serve(batch, served_);
      responses.of_award.assign(served_.awards.size(), kSeen);
    } while (exchange_->Settle(served_, responses) == Settlement::kServeAgain);
    return exchange_->CloseTick();
  }
  int rounds() const { return rounds_; }
  const ServedBatch& served() const { return served_; }
  /// Pages that a line won in the round that was booked.
  std::vector<uint32_t> WonBy(uint32_t line) const {
    std::vector<uint32_t> pages;
    for (const ServedAward& award : served_.awards) {
      if (award.line == line) pages.push_back(award.page);
    }
    return pages;
  }

 private:
  SmallMarket market_;
  std::shared_ptr<BidSheet> bids_;
  std::vector<Money> leases_;
  std::optional<Exchange> exchange_;
  ServedBatch served_;
  int rounds_ = 0;
};

TEST(BudgetDrops, WhoStaysWithinTheLeaseIsServedOnce) {
  Market market({100}, {1000});
  EXPECT_EQ(market.Tick(10).spent[0], Money(1000));
  EXPECT_EQ(market.rounds(), 1);
}

TEST(BudgetDrops, AnOverspenderGivesUpPagesAndOthersMoveUp) {
  Market market({100, 40}, {2500, kMany});
  const CellReport report = market.Tick(100);
  // r = 7500 / 10100: ceil(100 r) = 75 pages are given up.
  EXPECT_EQ(market.rounds(), 2);
  EXPECT_EQ(market.WonBy(0).size(), 25U);
  EXPECT_EQ(market.WonBy(1).size(), 75U);
  EXPECT_EQ(report.spent[0], Money(2500));
  EXPECT_EQ(report.spent[1], Money(75 * 40));
}

TEST(BudgetDrops, TheGivenUpPagesAreDrawnByTick) {
  Market market({100, 40}, {2500, kMany});
  market.Tick(100, 0);
  const auto first = market.WonBy(0);
  EXPECT_NE(first.back(), 24U) << "not simply the first 25";
  market.Tick(100, 1);
  EXPECT_NE(market.WonBy(0), first);
  market.Tick(100, 0);
  EXPECT_EQ(market.WonBy(0), first);
}

TEST(BudgetDrops, EveryPageIsAsLikelyAsAnyOther) {
  Market market({100}, {5000});
  std::vector<int> won(100);
  constexpr uint32_t kTicks = 1000;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    market.Tick(100, tick);
    for (const uint32_t page : market.WonBy(0)) ++won[page];
  }
  // Binomial(1000, 1/2): sigma = 15.8; five sigma for the worst of 100.
  EXPECT_GT(std::ranges::min(won), 500 - 80);
  EXPECT_LT(std::ranges::max(won), 500 + 80);
}

TEST(BudgetDrops, WhoMovesUpMayOverspendInItsTurn) {
  Market market({100, 80}, {1000, 1000});
  const CellReport report = market.Tick(100);
  EXPECT_GE(market.rounds(), 3);
  EXPECT_LE(report.spent[0], Money(1000));
  EXPECT_LE(report.spent[1], Money(1000));
  EXPECT_GT(report.spent[1], Money(700));
}

TEST(BudgetDrops, EverySlotGivesUpItsShare) {
  Market market({100, 100, 100}, {5000, kMany, kMany}, 3);
  // Advertiser 0 holds the top slot of all pages; then others move up and it
  // may be served behind nobody: it left those pages.
  const CellReport report = market.Tick(100);
  EXPECT_EQ(report.spent[0], Money(5000));
  EXPECT_EQ(market.WonBy(0).size(), 50U);
  EXPECT_EQ(market.WonBy(1).size(), 100U);
}

TEST(BudgetDrops, WhoHasLessThanTheMinimumDoesNotBid) {
  Market market({10, 5}, {49, kMany});
  EXPECT_EQ(market.Tick(10).spent[0], Money());
  EXPECT_EQ(market.WonBy(1).size(), 10U);
  Market enough({10, 5}, {50, kMany});
  EXPECT_EQ(enough.Tick(10).spent[0], Money(50));
}

TEST(BudgetDrops, OnlyTheBookedRoundIsCountedAndRecorded) {
  Market market({100, 40}, {2500, kMany});
  const CellReport report = market.Tick(100);
  ASSERT_EQ(market.rounds(), 2);
  EXPECT_EQ(report.page_views, 100);
  EXPECT_EQ(report.tallies[0].auctions, 100);
  EXPECT_EQ(report.tallies[0].impressions, 25);
  ASSERT_EQ(report.bids.size(), 200U);
  EXPECT_EQ(report.pages.size(), 100U);
  EXPECT_EQ(report.awards.size(), 100U);
  int silenced = 0;
  for (const BidPlaced& bid : report.bids) {
    if (bid.line == 0) silenced += bid.bid_micros == 0 ? 1 : 0;
  }
  EXPECT_EQ(silenced, 75) << "bids are those after the drops";
}

TEST(BudgetDrops, AnAdvertiserWithoutABudgetNeverGivesUp) {
  Market market({100}, {kNoLimit.micros});
  EXPECT_EQ(market.Tick(1000).spent[0], Money(100000));
  EXPECT_EQ(market.rounds(), 1);
}

TEST(BudgetDrops, ABidMayExceedWhatIsLeft) {
  Market market({1000, 40}, {100, kMany});
  const CellReport report = market.Tick(3);
  EXPECT_EQ(report.spent[0], Money()) << "it could not pay for a single page";
  EXPECT_EQ(market.WonBy(1).size(), 3U);
}

}  // namespace
}  // namespace souk::market
