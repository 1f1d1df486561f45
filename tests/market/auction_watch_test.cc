// What strategies get to see of single auctions, through the exchange.
#include "market/auction_watch.h"

#include <gtest/gtest.h>

#include "market/exchange.h"
#include "tests/support/local_curve.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

/// Constant bids, one per line; `watch` is what every line wants to see.
std::shared_ptr<BidSheet> Bids(const std::vector<double>& amounts,
                               double watch) {
  auto sheet = std::make_shared<BidSheet>();
  for (const double amount : amounts) {
    sheet->emplace_back().linear.constant = amount;
    sheet->back().watch_share = watch;
  }
  return sheet;
}

/// One market of five lines, one advertiser each, on pages of two slots.
class FiveLines {
 public:
  explicit FiveLines(const std::string& mechanism = "gsp") {
    market_.AddChannel({1, 0.5});
    market_.spec->channels[0].mechanism = tests::DefaultMechanism(mechanism);
    for (size_t line = 0; line < 5; ++line) market_.AddLine(line);
  }
  SmallMarket& market() { return market_; }

  CellReport Run(std::shared_ptr<const BidSheet> bids, size_t pages,
                 SlotResponse answer = {.examined = true}) {
    Exchange exchange(market_.spec, CellId(0));
    exchange.OpenTick({}, std::vector<Money>(5, kNoLimit), std::move(bids));
    PageBatch batch;
    for (size_t page = 0; page < pages; ++page) batch.pages.push_back({page});
    for (int round = 0; round < 2; ++round) {
      ServedBatch served;
      exchange.Serve(batch, served);
      exchange.Settle(served, {{served.awards.size(), answer}});
      for (PageView& page : batch.pages) page.page += pages;
    }
    return exchange.CloseTick();
  }

 private:
  SmallMarket market_;
};

TEST(AuctionWatch, ShowsTheWholeAuctionOfTheOwnLine) {
  const CellReport report = FiveLines().Run(
      Bids({50, 90, 70, 20, 0}, 1), 1, {.examined = true, .clicked = true});
  ASSERT_EQ(report.seen.size(), 10U) << "five lines on two page views";
  const AuctionSeen& first = report.seen[1].auction;
  EXPECT_EQ(report.seen[1].line, 1U);
  EXPECT_EQ(first.slot, 0U);
  EXPECT_EQ(first.price, 70);
  EXPECT_EQ(first.bid, 90);
  EXPECT_EQ(first.price_to_beat, 50) << "the best of those without a slot";
  EXPECT_EQ(first.last_price, 50);
  EXPECT_EQ(first.click_rate, 0.5);
  EXPECT_EQ(first.conversion_rate, 0.5);
  EXPECT_EQ(first.examined, 1);
  EXPECT_EQ(first.clicked, 1);
  EXPECT_EQ(first.converted, 0);
  const AuctionSeen& loser = report.seen[3].auction;
  EXPECT_FALSE(loser.won());
  EXPECT_EQ(loser.price, 0);
  EXPECT_EQ(loser.examined, 0);
  EXPECT_EQ(loser.price_to_beat, 70) << "the last that has a slot";
  EXPECT_EQ(loser.last_price, 50) << "what that one pays";
}

TEST(AuctionWatch, ThePriceToBeatIsWhatWinsAndOneLessLoses) {
  for (const std::string mechanism : {"gsp", "first_price", "vcg"}) {
    const std::vector<double> bids = {50, 90, 70, 20, 0};
    FiveLines market(mechanism);
    const CellReport report = market.Run(Bids(bids, 1), 1);
    for (uint32_t line = 0; line < 5; ++line) {
      const double bar = report.seen[line].auction.price_to_beat;
      for (const double step : {-1.0, 1.0}) {
        auto changed = bids;
        changed[line] = bar + step;
        const CellReport after = market.Run(Bids(changed, 1), 1);
        EXPECT_EQ(after.seen[line].auction.won(), step > 0)
            << mechanism << " line " << line;
      }
    }
  }
}

TEST(AuctionWatch, CountsInEventsOfTheOwnLine) {
  FiveLines market;
  market.market().traffic->rates = {{0.5, 0}, {0.1, 0}, {0.2, 0}, {0.4, 0}};
  for (auto& campaign : market.market().spec->campaigns) {
    campaign.charge = Charge::kClick;
  }
  const CellReport report = market.Run(Bids({100, 400, 250, 50, 0}, 1), 1);
  // Per view: 50, 40, 50, 20, 0. Slots go to lines 0 and 2.
  EXPECT_EQ(report.seen[0].auction.price_to_beat, 80) << "40 per view";
  EXPECT_EQ(report.seen[3].auction.price_to_beat, 125) << "50 per view";
}

TEST(AuctionWatch, ASlotThatIsLeftOverHasNoPrice) {
  const CellReport report = FiveLines().Run(Bids({0, 90, 0, 0, 0}, 1), 1);
  for (size_t line = 0; line < 5; ++line) {
    EXPECT_EQ(report.seen[line].auction.price_to_beat, 0);
    EXPECT_EQ(report.seen[line].auction.last_price, 0);
    EXPECT_EQ(report.seen[line].auction.won(), line == 1);
  }
}

TEST(AuctionWatch, ShowsNestedSharesOfPagesInOrder) {
  auto bids = Bids({50, 90, 70, 20, 10}, 0);
  (*bids)[1].watch_share = 0.5;
  (*bids)[3].watch_share = 0.1;
  const CellReport report = FiveLines().Run(bids, 2000);
  size_t often = 0;
  size_t rarely = 0;
  for (size_t i = 0; i < report.seen.size(); ++i) {
    if (report.seen[i].line == 1) ++often;
    if (report.seen[i].line != 3) continue;
    ++rarely;
    ASSERT_GT(i, 0U);
    EXPECT_EQ(report.seen[i - 1].line, 1U) << "also seen by the other";
  }
  EXPECT_EQ(often + rarely, report.seen.size());
  EXPECT_NEAR(static_cast<double>(often), 2000, 120);
  EXPECT_NEAR(static_cast<double>(rarely), 400, 80);
}

TEST(AuctionWatch, CostsNothingWhereNobodyAsks) {
  EXPECT_TRUE(FiveLines().Run(Bids({50, 90, 70, 20, 10}, 0), 10).seen.empty());
}

/// Bids 100 times the chance.
class Gambler final : public tests::LocalCurve {
 public:
  double Bid(const Observation& seen) const override {
    return 1000000 * seen.chance;
  }
  bool draws() const override { return true; }
};

TEST(AuctionWatch, ChanceOfABidFunctionIsItsOwnOnEveryPageAndLine) {
  auto bids = Bids({0, 0, 7, 0, 0}, 0);
  (*bids)[0].curve = std::make_shared<Gambler>();
  (*bids)[1].curve = (*bids)[0].curve;
  const CellReport report = FiveLines().Run(bids, 500);
  double sum = 0;
  int64_t last = -1;
  for (const BidPlaced& row : report.bids) {
    if (row.line >= 2) continue;
    EXPECT_NE(row.bid_micros, last);
    last = row.bid_micros;
    sum += static_cast<double>(row.bid_micros);
  }
  EXPECT_NEAR(sum / 2000, 500000, 25000);
}

}  // namespace
}  // namespace souk::market
