#include "agents/replay_market.h"

#include <gtest/gtest.h>

#include "tests/support/strategies.h"

namespace souk::agents {
namespace {

using market::kNoLimit;
using market::Money;

/// Pages of one tick that all look the same.
LoggedTick Pages(size_t size, const RivalBids& rivals, double rate = 0.001) {
  return {std::vector<double>(size, rate),
          std::vector<RivalBids>(size, rivals)};
}

ReplayOutcome PlayFixed(const LoggedTick& tick, double bid,
                        Money budget = kNoLimit) {
  const auto strategy = tests::NewStrategy("fixed", {{"bid_micros", {bid}, ""}},
                                           tests::ViewFacts());
  return ReplayMarket({tick}, {}).Play(*strategy, budget);
}

constexpr RivalBids kRivals = {500, 300, 200};

TEST(ReplayMarket, ASlotIsWonAboveTheOthersAtTheNextBid) {
  const auto slot_price = [](double bid) {
    const auto tally = PlayFixed(Pages(1000, kRivals), bid).tally;
    return tally.views == 0 ? 0 : tally.spend.micros / tally.views;
  };
  EXPECT_EQ(slot_price(501), 500);
  EXPECT_EQ(slot_price(500), 300) << "ties go to the others";
  EXPECT_EQ(slot_price(301), 300);
  EXPECT_EQ(slot_price(201), 200);
  EXPECT_EQ(slot_price(200), 0);
}

TEST(ReplayMarket, SlotsAreExposedAsInTheMarket) {
  const auto views = [](double bid) {
    return PlayFixed(Pages(100000, kRivals), bid).tally.views;
  };
  EXPECT_EQ(views(501), 100000);
  EXPECT_NEAR(static_cast<double>(views(301)), 80000, 500);
  EXPECT_NEAR(static_cast<double>(views(201)), 48000, 640);
}

TEST(ReplayMarket, NothingIsSoldAtTheReserve) {
  EXPECT_EQ(PlayFixed(Pages(10, {500, 100, 0}), 501).tally.impressions, 10);
  EXPECT_EQ(PlayFixed(Pages(10, {500, 100, 0}), 400).tally.impressions, 0);
  EXPECT_EQ(PlayFixed(Pages(10, {0, 0, 0}), 400).tally.impressions, 0);
}

TEST(ReplayMarket, TheBudgetIsCutOffInOrderOfPages) {
  ReplayRule rule;
  rule.min_remaining = Money(1);
  const auto strategy = tests::NewStrategy("fixed", {{"bid_micros", {501}, ""}},
                                           tests::ViewFacts());
  const ReplayMarket market({Pages(100, kRivals), Pages(100, kRivals)}, rule);
  EXPECT_EQ(market.Play(*strategy, Money(150 * 500)).tally.views, 150);
  EXPECT_EQ(market.Play(*strategy, Money(150 * 500 + 499)).tally.views, 150);
}

TEST(ReplayMarket, WhoHasLessThanTheMinimumDoesNotBid) {
  EXPECT_EQ(PlayFixed(Pages(10, kRivals), 501, Money(99999)).tally.views, 0);
  EXPECT_EQ(PlayFixed(Pages(10, kRivals), 501, Money(100000)).tally.views, 10);
}

TEST(ReplayMarket, ConversionsComeAtThePredictedRate) {
  const ReplayOutcome outcome = PlayFixed(Pages(100000, kRivals, 0.01), 501);
  EXPECT_NEAR(outcome.tally.expected_conversions, 1000, 1e-6);
  EXPECT_NEAR(static_cast<double>(outcome.tally.conversions), 1000, 4 * 31.6);
}

TEST(ReplayMarket, ScoresComeFromSampledAndFromExpectedConversions) {
  ReplayOutcome outcome;
  outcome.tally.conversions = 40;
  outcome.tally.spend = Money(3600);
  outcome.tally.expected_conversions = 30;
  EXPECT_EQ(outcome.Score(100), 40);
  EXPECT_NEAR(outcome.ExpectedScore(100), 20.8333, 5e-5);
  EXPECT_NEAR(outcome.ExpectedScore(100, 3), 17.3611, 5e-5);
}

/// Cheap pages early, dear pages late: which of them does the best one buy?
TEST(ReplayMarket, TheBestCoefficientBuysWhatPaysForItself) {
  // A view is worth 1000 at the target of 10^6.
  const ReplayMarket market({Pages(1000, {500, 0, 0}), Pages(1000, {900, 0, 0}),
                             Pages(1000, {1900, 0, 0})},
                            {});
  const BestCoefficient rich = market.Best(1e6, kNoLimit);
  // 500 and 900 on average are below 1000, all three are 1100.
  EXPECT_EQ(rich.outcome.tally.views, 3000) << "30 % more at .826 of the score";
  EXPECT_NEAR(rich.outcome.ExpectedScore(1e6), 3 / 1.21, 1e-6);
  EXPECT_GT(rich.micros_per_conversion, 1.9e6);
  const BestCoefficient poor = market.Best(1e6, Money(600000));
  EXPECT_EQ(poor.outcome.tally.views, 1000 + 100000 / 900);
  EXPECT_GT(poor.micros_per_conversion, 0.9e6);
  EXPECT_LT(poor.micros_per_conversion, 1e6);
}

TEST(ReplayMarket, AStrategyLearnsTickByTick) {
  agents::LineFacts facts = tests::ViewFacts();
  facts.value_per_conversion_micros = 1e6;
  facts.daily_budget = Money(500000);
  const std::vector<LoggedTick> ticks(48, Pages(100, kRivals));
  const auto pacer = tests::NewStrategy("budget_pacer", {}, facts);
  const ReplayOutcome outcome =
      ReplayMarket(ticks, {}).Play(*pacer, facts.daily_budget);
  EXPECT_EQ(outcome.tally.auctions, 4800);
  EXPECT_LE(outcome.tally.spend, facts.daily_budget);
  double coefficient = 0;
  pacer->Signals({&coefficient, 1});
  EXPECT_NE(coefficient, 1);
}

/// Bids the same on every page view and sees all of them.
class Watcher final : public Strategy {
 public:
  explicit Watcher(double bid) : bid_(bid) {}
  market::BidFunction Plan(const market::PlanInput&) override {
    market::LinearBid bid;
    bid.constant = bid_;
    return {bid, nullptr, 1};
  }
  void Learn(const market::Feedback& feedback) override {
    seen.assign(feedback.seen.begin(), feedback.seen.end());
  }
  void Signals(std::span<double>) const override {}
  void Save(market::ArchiveWriter&) const override {}
  void Load(market::ArchiveReader&) override {}

  std::vector<market::AuctionSeen> seen;

 private:
  double bid_;
};

std::vector<market::AuctionSeen> SeenBy(double bid, const RivalBids& rivals,
                                        Money budget = kNoLimit) {
  Watcher watcher(bid);
  ReplayMarket({Pages(10, rivals)}, {}).Play(watcher, budget);
  return watcher.seen;
}

TEST(ReplayMarket, ShowsAuctionsToWhoAsks) {
  constexpr RivalBids kFour = {500, 300, 200, 150};
  const auto won = SeenBy(501, kFour);
  ASSERT_EQ(won.size(), 10);
  EXPECT_EQ(won[0].bid, 501);
  EXPECT_EQ(won[0].conversion_rate, 0.001);
  EXPECT_EQ(won[0].slot, 0);
  EXPECT_EQ(won[0].price, 500);
  EXPECT_EQ(won[0].examined, 1);
  EXPECT_EQ(won[0].price_to_beat, 200);
  EXPECT_EQ(won[0].last_price, 200);
  const auto lost = SeenBy(120, kFour);
  EXPECT_FALSE(lost[0].won());
  EXPECT_EQ(lost[0].price_to_beat, 200);
  EXPECT_EQ(lost[0].last_price, 150) << "the bid behind the last winner";
  EXPECT_EQ(SeenBy(180, kFour)[0].last_price, 180) << "one's own";
  EXPECT_EQ(SeenBy(400, {500, 300, 90, 0})[0].last_price, 0) << "left over";
}

TEST(ReplayMarket, ShowsAuctionsWithoutABidWhenTheBudgetIsGone) {
  const auto seen = SeenBy(501, kRivals, Money(100400));
  ASSERT_EQ(seen.size(), 10);
  EXPECT_EQ(seen[9].bid, 501);
  Watcher watcher(501);
  ReplayRule rule;
  rule.min_remaining = Money(1);
  ReplayMarket({Pages(10, {500, 300, 200, 150})}, rule)
      .Play(watcher, Money(1400));
  ASSERT_EQ(watcher.seen.size(), 10);
  EXPECT_TRUE(watcher.seen[1].won());
  EXPECT_FALSE(watcher.seen[2].won());
  EXPECT_EQ(watcher.seen[2].bid, 0);
  EXPECT_EQ(watcher.seen[2].price_to_beat, 200);
}

market::BidPlaced Row(uint64_t page, uint32_t line, int64_t bid) {
  market::BidPlaced row;
  row.page = page;
  row.line = line;
  row.bid_micros = bid;
  row.conversion_rate = 0.25 * line;
  return row;
}

TEST(BidLog, KeepsTheBestBidsOfTheOthers) {
  BidLog log(5);
  market::TickRows rows;
  const std::vector<int64_t> first = {5, 9, 7, 7, 1};
  const std::vector<int64_t> second = {0, 0, 3, 0, 0};
  for (uint32_t i = 0; i < 5; ++i) rows.bids.push_back(Row(0, i, first[i]));
  for (uint32_t i = 0; i < 5; ++i) rows.bids.push_back(Row(1, i, second[i]));
  ASSERT_TRUE(log.Record(rows).ok());
  ASSERT_EQ(log.ticks(), 1U);
  const LoggedTick winner = log.Of(1)[0];
  EXPECT_EQ(winner.rivals,
            (std::vector<RivalBids>{{7, 7, 5, 1}, {3, 0, 0, 0}}));
  EXPECT_EQ(winner.rate, (std::vector<double>{0.25, 0.25}));
  EXPECT_EQ(log.Of(4)[0].rivals,
            (std::vector<RivalBids>{{9, 7, 7, 5}, {3, 0, 0, 0}}));
  EXPECT_EQ(log.Of(2)[0].rivals,
            (std::vector<RivalBids>{{9, 7, 5, 1}, {0, 0, 0, 0}}));
}

}  // namespace
}  // namespace souk::agents
