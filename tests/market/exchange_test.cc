#include "market/exchange.h"

#include <gtest/gtest.h>

#include "tests/support/local_curve.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

constexpr SlotResponse kIgnored = {};
constexpr SlotResponse kSeen = {.examined = true};
constexpr SlotResponse kClicked = {.examined = true, .clicked = true};
constexpr SlotResponse kConverted = {
    .examined = true, .clicked = true, .converted = true};

/// Constant bids, one per line.
std::shared_ptr<const BidSheet> Bids(const std::vector<double>& amounts) {
  auto sheet = std::make_shared<BidSheet>();
  for (const double amount : amounts) {
    sheet->emplace_back().linear.constant = amount;
  }
  return sheet;
}

std::vector<Money> Leases(const std::vector<int64_t>& micros) {
  std::vector<Money> leases;
  for (const int64_t amount : micros) leases.emplace_back(amount);
  return leases;
}

/// Page views 0, 1, ... of one user group and channel.
PageBatch Pages(size_t size, uint16_t segment = 0, uint16_t channel = 0) {
  PageBatch batch;
  for (size_t page = 0; page < size; ++page) {
    batch.pages.push_back({page, 0, segment, channel});
  }
  return batch;
}

/// Serves `batch`; every award gets `answer`.
ServedBatch Trade(Exchange& exchange, const PageBatch& batch,
                  const SlotResponse& answer) {
  ServedBatch served;
  exchange.Serve(batch, served);
  Responses responses;
  responses.of_award.assign(served.awards.size(), answer);
  exchange.Settle(served, responses);
  return served;
}

std::vector<int64_t> Prices(const ServedBatch& served) {
  std::vector<int64_t> prices;
  for (const auto& award : served.awards) prices.push_back(award.price.micros);
  return prices;
}

std::vector<int64_t> BidsOf(const CellReport& report) {
  std::vector<int64_t> bids;
  for (const BidPlaced& row : report.bids) bids.push_back(row.bid_micros);
  return bids;
}

using Amounts = std::vector<int64_t>;

/// One line of one advertiser with a lease of `lease`, on pages of one slot.
class OneLine {
 public:
  OneLine(Charge charge, int64_t lease, double bid) {
    market_.AddChannel({1});
    market_.AddLine(0, 0, charge);
    exchange_.emplace(market_.spec, CellId(0));
    exchange_->OpenTick({}, Leases({lease}), Bids({bid}));
  }
  Exchange& operator*() { return *exchange_; }
  Exchange* operator->() { return &*exchange_; }

 private:
  SmallMarket market_;
  std::optional<Exchange> exchange_;
};

TEST(Exchange, APageSeesWhatTheOneBeforeItSpent) {
  OneLine exchange(Charge::kView, 25, 10);
  const ServedBatch served = Trade(*exchange, Pages(4), kSeen);
  EXPECT_EQ(Prices(served), Amounts({10, 10, 5}));
  const CellReport report = exchange->CloseTick();
  EXPECT_EQ(BidsOf(report), Amounts({10, 10, 5, 0}));
  EXPECT_EQ(report.spent, Leases({25}));
  EXPECT_EQ(report.page_views, 4);
  EXPECT_EQ(report.tallies[0].auctions, 4);
  EXPECT_EQ(report.tallies[0].impressions, 3);
  EXPECT_EQ(report.tallies[0].spend, Money(25));
}

TEST(Exchange, AReservationIsReleasedAtTheEndOfItsBatchNotBefore) {
  OneLine exchange(Charge::kClick, 15, 10);
  EXPECT_EQ(Prices(Trade(*exchange, Pages(3), kSeen)), Amounts({10, 5}));
  EXPECT_EQ(Prices(Trade(*exchange, Pages(3), kClicked)), Amounts({10, 5}));
  EXPECT_EQ(Prices(Trade(*exchange, Pages(3), kClicked)), Amounts({}));
  const CellReport report = exchange->CloseTick();
  EXPECT_EQ(report.spent, Leases({15}));
  EXPECT_EQ(report.tallies[0].impressions, 4);
  EXPECT_EQ(report.tallies[0].views, 4);
  EXPECT_EQ(report.tallies[0].clicks, 2);
}

TEST(Exchange, MoneyMovesWhenTheChargedEventComes) {
  const std::vector<SlotResponse> answers = {kIgnored, kSeen, kClicked,
                                             kConverted};
  const std::vector<std::pair<Charge, Amounts>> charged = {
      {Charge::kView, {0, 10, 10, 10}},
      {Charge::kClick, {0, 0, 10, 10}},
      {Charge::kConversion, {0, 0, 0, 10}}};
  for (const auto& [charge, amounts] : charged) {
    OneLine exchange(charge, 1000, 10);
    ServedBatch served;
    exchange->Serve(Pages(answers.size()), served);
    exchange->Settle(served, {answers});
    const CellReport report = exchange->CloseTick();
    Amounts paid;
    for (const SlotAwarded& row : report.awards) {
      EXPECT_EQ(row.price_micros, 10);
      paid.push_back(row.charged_micros);
    }
    EXPECT_EQ(paid, amounts);
    Money sum;
    for (const int64_t amount : amounts) sum += Money(amount);
    EXPECT_EQ(report.spent[0], sum);
    EXPECT_EQ(report.tallies[0].spend, sum);
    EXPECT_EQ(report.tallies[0].views, 3);
    EXPECT_EQ(report.tallies[0].clicks, 2);
    EXPECT_EQ(report.tallies[0].conversions, 1);
    EXPECT_DOUBLE_EQ(report.tallies[0].predicted_clicks, 2);
    EXPECT_DOUBLE_EQ(report.tallies[0].expected_conversions, 0.75)
        << "three views of rates 0.5 and 0.5";
  }
}

TEST(Exchange, BidsAreRoundedUpToWholeMicros) {
  OneLine exchange(Charge::kView, 1000, 9.001);
  EXPECT_EQ(Prices(Trade(*exchange, Pages(1), kSeen)), Amounts({10}));
}

TEST(Exchange, LinesOfOneAdvertiserShareItsLeaseOnAPage) {
  SmallMarket market;
  market.AddChannel({1, 0.5, 0.25});
  market.AddLine(0);
  market.AddLine(1);
  market.AddLine(0);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({101, 101}), Bids({200, 200, 200}));
  const ServedBatch served = Trade(exchange, Pages(1), kSeen);
  // Two lines of advertiser 0: half of 101 each, so both can be paid for.
  EXPECT_EQ(Prices(served), Amounts({101, 50, 50}));
  const CellReport report = exchange.CloseTick();
  EXPECT_EQ(BidsOf(report), Amounts({50, 101, 50}));
  EXPECT_EQ(report.spent, Leases({100, 101}));
}

TEST(Exchange, ASingleSlotIsWonByOneLineSoNothingIsShared) {
  SmallMarket market;
  market.AddChannel({1});
  market.AddLine(0);
  market.AddLine(0);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({101}), Bids({150, 200}));
  Trade(exchange, Pages(2), kSeen);
  EXPECT_EQ(BidsOf(exchange.CloseTick()), Amounts({101, 101, 0, 0}));
}

TEST(Exchange, ALeaseIsSharedByAsManyLinesAsAPageHasSlots) {
  SmallMarket market;
  market.AddChannel({1, 1});
  for (int line = 0; line < 5; ++line) market.AddLine(0);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({100}), Bids({90, 80, 70, 60, 10}));
  EXPECT_EQ(Prices(Trade(exchange, Pages(2), kSeen)), Amounts({50, 50}));
  EXPECT_EQ(BidsOf(exchange.CloseTick()),
            Amounts({50, 50, 50, 50, 10, 0, 0, 0, 0, 0}));
}

TEST(Exchange, ALineOfAnotherChannelShrinksTheLeaseButSharesNoPage) {
  SmallMarket market;
  market.AddChannel({1, 0.5});
  market.AddChannel({1, 0.5});
  market.AddLine(0, 0);
  market.AddLine(0, 1);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({100}), Bids({70, 70}));
  EXPECT_EQ(Prices(Trade(exchange, Pages(1, 0, 0), kSeen)), Amounts({70}));
  EXPECT_EQ(Prices(Trade(exchange, Pages(1, 0, 1), kSeen)), Amounts({30}));
  EXPECT_EQ(Prices(Trade(exchange, Pages(1, 0, 0), kSeen)), Amounts({}));
  EXPECT_EQ(exchange.CloseTick().spent, Leases({100}));
}

TEST(Exchange, EveryCandidateIsCappedByTheLeaseOfItsOwnAdvertiser) {
  SmallMarket market;
  market.traffic->interests = 2;
  for (int channel = 0; channel < 2; ++channel) market.AddChannel({1});
  market.AddLine(0, 0);
  market.AddLine(1, 1);
  market.AddLine(2, 1, Charge::kView, {1});
  market.AddLine(3, 1);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({5, 6, 7, 8}), Bids({90, 90, 90, 90}));
  Trade(exchange, Pages(1, 0, 1), kSeen);
  Trade(exchange, Pages(1, 1, 1), kSeen);
  // Lines 1 and 3 for the first interest, then 1, 2 and 3; 3 has won once.
  EXPECT_EQ(BidsOf(exchange.CloseTick()), Amounts({6, 8, 6, 7, 0}));
}

TEST(Exchange, WithoutABudgetOnlyTheCreditOfAPageCapsABid) {
  OneLine exchange(Charge::kView, kNoLimit.micros, 2e12);
  const int64_t credit = LeaseBook::kCredit.micros;
  EXPECT_EQ(Prices(Trade(*exchange, Pages(3), kSeen)),
            Amounts({credit, credit, credit}));
  EXPECT_EQ(exchange->CloseTick().spent, Leases({3 * credit}));
}

TEST(Exchange, WithoutMoneyALineStandsInAuctionsAndWinsNothing) {
  SmallMarket market;
  market.AddChannel({1});
  market.AddLine(0);
  market.AddLine(1);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({0, 0}), Bids({10, 10}));
  EXPECT_TRUE(Trade(exchange, Pages(3), kSeen).awards.empty());
  const CellReport report = exchange.CloseTick();
  EXPECT_EQ(report.lines, std::vector<uint32_t>({0, 1}));
  EXPECT_EQ(report.tallies[1].auctions, 3);
  EXPECT_EQ(report.tallies[1].impressions, 0);
  EXPECT_EQ(report.spent, Leases({0, 0}));
}

TEST(Exchange, APageWithoutCandidatesIsServedEmpty) {
  SmallMarket market;
  market.traffic->interests = 2;
  market.AddChannel({1});
  market.AddLine(0, 0, Charge::kView, {1});
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({100}), Bids({10}));
  EXPECT_TRUE(Trade(exchange, Pages(2, 0), kSeen).awards.empty());
  EXPECT_EQ(Trade(exchange, Pages(1, 1), kSeen).awards.size(), 1U);
  const CellReport report = exchange.CloseTick();
  EXPECT_EQ(report.page_views, 3);
  EXPECT_EQ(report.tallies[0].auctions, 1);
  ASSERT_EQ(report.pages.size(), 3U);
  EXPECT_EQ(report.pages[0].candidates, 0U);
  EXPECT_EQ(report.pages[2].candidates, 1U);
}

TEST(Exchange, ATickWithoutPageViewsReportsNothingAndSpendsNothing) {
  OneLine exchange(Charge::kView, 100, 10);
  const CellReport report = exchange->CloseTick();
  EXPECT_EQ(report.page_views, 0);
  EXPECT_TRUE(report.lines.empty());
  EXPECT_EQ(report.spent, Leases({0}));
}

/// Whether a line that bids 10 wins against a rival of 9, 10, 11 and nobody.
std::vector<bool> WinsAgainstRivals(bool rival_first) {
  SmallMarket market;
  market.traffic->rival = {9, 10, 11, -1};
  market.traffic->rival_first = rival_first;
  market.AddChannel({1});
  market.AddLine(0);
  Exchange exchange(market.spec, CellId(0));
  exchange.OpenTick({}, Leases({1000}), Bids({10}));
  std::vector<bool> wins(4, false);
  for (const auto& award : Trade(exchange, Pages(4), kSeen).awards) {
    EXPECT_EQ(award.line, 0U);
    EXPECT_EQ(award.predicted.click, 0.5);
    wins[award.page] = true;
  }
  EXPECT_EQ(exchange.CloseTick().tallies[0].auctions, 4);
  return wins;
}

TEST(Exchange, ATieGoesToTheRivalOrToTheLineAsTheTrafficSays) {
  EXPECT_EQ(WinsAgainstRivals(false),
            std::vector<bool>({true, true, false, true}));
  EXPECT_EQ(WinsAgainstRivals(true),
            std::vector<bool>({true, false, false, true}));
}

TEST(Exchange, ARivalTakesASlotOfAPageThatNobodyElseWants) {
  SmallMarket market;
  market.traffic->interests = 2;
  market.traffic->rival = {5};
  market.AddChannel({1, 0.5});
  market.AddLine(0, 0, Charge::kView, {1});
  for (const bool rival_first : {false, true}) {
    market.traffic->rival_first = rival_first;
    Exchange exchange(market.spec, CellId(0));
    exchange.OpenTick({}, Leases({100}), Bids({4}));
    EXPECT_TRUE(Trade(exchange, Pages(1, 0), kSeen).awards.empty());
    const ServedBatch second = Trade(exchange, Pages(1, 1), kSeen);
    ASSERT_EQ(second.awards.size(), 1U);
    EXPECT_EQ(second.awards[0].slot, 1U);
    EXPECT_EQ(exchange.CloseTick().spent, Leases({4}));
  }
}

/// Bids 10 and remembers what it was asked.
class NosyCurve final : public tests::LocalCurve {
 public:
  double Bid(const Observation& observation) const override {
    seen.push_back(observation);
    return 10;
  }
  mutable std::vector<Observation> seen;
};

class Curves : public testing::Test {
 protected:
  Curves() {
    market_.spec->cells = 4;
    market_.traffic->rates = {{0.25, 0.125}};
    market_.AddChannel({1});
    market_.AddLine(0);
    exchange_.emplace(market_.spec, CellId(2));
  }
  /// Serves a tick of two batches of two page views.
  void Tick(TickTime time, int64_t lease) {
    curve_ = std::make_shared<NosyCurve>();
    auto sheet = std::make_shared<BidSheet>(1);
    sheet->front().curve = curve_;
    exchange_->OpenTick(time, Leases({lease}), sheet);
    for (int batch = 0; batch < 2; ++batch) Trade(*exchange_, Pages(2), kSeen);
    exchange_->CloseTick();
  }
  Amounts PageViewsSeen() const {
    Amounts counts;
    for (const Observation& one : curve_->seen) {
      counts.push_back(static_cast<int64_t>(one.page_views_today));
    }
    return counts;
  }

  SmallMarket market_;
  std::optional<Exchange> exchange_;
  std::shared_ptr<NosyCurve> curve_;
};

TEST_F(Curves, SeeRatesAndTheShareOfTheirCell) {
  Tick({}, 1000);
  ASSERT_EQ(curve_->seen.size(), 4U);
  EXPECT_EQ(curve_->seen[3].click_rate, 0.25);
  EXPECT_EQ(curve_->seen[3].conversion_rate, 0.125);
  EXPECT_EQ(curve_->seen[3].cell_share, 0.25);
}

TEST_F(Curves, SeeWhatTheLeaseStillCovers) {
  Tick({}, 25);
  Amounts remaining;
  for (const Observation& one : curve_->seen) {
    remaining.push_back(static_cast<int64_t>(one.remaining_micros));
  }
  EXPECT_EQ(remaining, Amounts({25, 15, 5, 0}));
}

TEST_F(Curves, CountThePageViewsOfTheDay) {
  Tick({0, 2}, 1000);
  EXPECT_EQ(PageViewsSeen(), Amounts({0, 1, 2, 3}));
  Tick({1, 2}, 1000);
  EXPECT_EQ(PageViewsSeen(), Amounts({4, 5, 6, 7}));
  Tick({2, 2}, 1000);
  EXPECT_EQ(PageViewsSeen(), Amounts({0, 1, 2, 3}));
}

TEST_F(Curves, CountOnAfterTheExchangeWasSavedAndLoaded) {
  Tick({0, 2}, 1000);
  ArchiveWriter out;
  exchange_->Save(out);
  exchange_.emplace(market_.spec, CellId(2));
  ArchiveReader in(out.bytes());
  exchange_->Load(in);
  EXPECT_TRUE(in.done());
  Tick({1, 2}, 1000);
  EXPECT_EQ(PageViewsSeen(), Amounts({4, 5, 6, 7}));
}

TEST(ExchangeDeathTest, EveryLineNeedsABidFunction) {
  OneLine exchange(Charge::kView, 1, 1);
  EXPECT_DEATH(exchange->OpenTick({}, Leases({1}), Bids({1, 2})),
               "2 bid functions for 1 lines");
}

TEST(ExchangeDeathTest, EveryAwardNeedsAnAnswer) {
  OneLine exchange(Charge::kView, 100, 1);
  ServedBatch served;
  exchange->Serve(Pages(2), served);
  EXPECT_DEATH(exchange->Settle(served, {{kSeen}}), "1 answers to 2 awards");
}

}  // namespace
}  // namespace souk::market
