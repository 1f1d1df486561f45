// Inputs and outputs of seats as bytes: exact, of bounded size, and refused
// unless they fit the market.
#include "actors/cluster/seat_codec.h"

#include <gtest/gtest.h>

#include <bit>
#include <functional>
#include <limits>

#include "tests/support/mutations.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using actors::BudgetNews;
using actors::LinesOutcome;
using actors::TickOpening;
using agents::LineRange;
using market::AuctionSeen;
using market::CellReport;
using market::LineTally;
using market::Money;
using market::SignalTicked;
using market::TickTime;

constexpr uint32_t kLines = 4;

/// Four lines, two advertisers, one campaign with a budget: three nodes.
std::shared_ptr<const market::MarketSpec> Market() {
  auto spec = std::make_shared<market::MarketSpec>();
  spec->calendar = {2, 6};
  spec->advertisers = {{"a", market::AdvertiserKind::kBrand, {Money(20000)}},
                       {"b", market::AdvertiserKind::kBrand, {}}};
  for (uint32_t line = 0; line < kLines; ++line) {
    const std::string name = line == 2 ? "abid" : "truthful";
    const auto entry =
        market::FindMember("strategy", agents::Strategies(), name).value();
    market::CampaignSpec& campaign = spec->campaigns.emplace_back();
    campaign.advertiser = market::AdvertiserId(line % 2);
    campaign.charge = market::Charge::kView;
    campaign.value_per_click_micros = 1e6;
    campaign.target_cpa_micros = 2e6;
    campaign.strategy = {name,
                         market::ParamSet::Make(entry->params, {}).value()};
    spec->lines.push_back({market::CampaignId(line),
                           campaign.advertiser,
                           market::ChannelId(0),
                           {}});
  }
  spec->campaigns[3].budget.daily = Money(50);
  return spec;
}

class SeatCodec : public testing::Test {
 protected:
  std::shared_ptr<const market::MarketSpec> spec_ = Market();
  actors::MarketSizes sizes_{*spec_};
  agents::BidSheetReader reader_{spec_};
  const std::vector<Money> by_node_ = {Money(7), market::kNoLimit, Money(-1)};

  bool CanRead(const CellReport& report) const {
    CellReport read;
    return actors::ReadReport(actors::WriteReport(report), sizes_, read);
  }
};

constexpr double kTiny = std::numeric_limits<double>::denorm_min();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

AuctionSeen Seen() {
  return {.click_rate = kTiny,
          .conversion_rate = -0.0,
          .bid = 1e15,
          .price_to_beat = kNan,
          .last_price = market::kInfinity,
          .price = 0.1,
          .slot = 3,
          .examined = 1,
          .clicked = 0,
          .converted = 1};
}

LineTally Tally() {
  LineTally tally;
  tally.auctions = INT64_MAX;
  tally.impressions = 5;
  tally.views = 4;
  tally.clicks = 3;
  tally.conversions = 2;
  tally.spend = Money(-9);
  tally.predicted_clicks = kTiny;
  tally.expected_conversions = -0.0;
  return tally;
}

CellReport Report() {
  CellReport report;
  report.cell = market::CellId(6);
  report.tick = 11;
  report.page_views = INT64_C(1) << 40;
  report.lines = {1, 3};
  report.tallies = {Tally(), {}};
  report.spent = {Money(1), Money(2), Money(3)};
  report.seen = {{2, Seen()}, {2, {}}};
  report.fault = "a sentence";
  return report;
}

void ExpectSame(double a, double b) {
  EXPECT_EQ(std::bit_cast<uint64_t>(a), std::bit_cast<uint64_t>(b));
}

void ExpectSame(const AuctionSeen& a, const AuctionSeen& b) {
  ExpectSame(a.click_rate, b.click_rate);
  ExpectSame(a.conversion_rate, b.conversion_rate);
  ExpectSame(a.bid, b.bid);
  ExpectSame(a.price_to_beat, b.price_to_beat);
  ExpectSame(a.last_price, b.last_price);
  ExpectSame(a.price, b.price);
  EXPECT_EQ(a.slot, b.slot);
  EXPECT_EQ(a.examined, b.examined);
  EXPECT_EQ(a.clicked, b.clicked);
  EXPECT_EQ(a.converted, b.converted);
}

void ExpectSame(const LineTally& a, const LineTally& b) {
  EXPECT_EQ(a.auctions, b.auctions);
  EXPECT_EQ(a.impressions, b.impressions);
  EXPECT_EQ(a.views, b.views);
  EXPECT_EQ(a.clicks, b.clicks);
  EXPECT_EQ(a.conversions, b.conversions);
  EXPECT_EQ(a.spend, b.spend);
  ExpectSame(a.predicted_clicks, b.predicted_clicks);
  ExpectSame(a.expected_conversions, b.expected_conversions);
}

TEST_F(SeatCodec, AReportKeepsEverySum) {
  const CellReport report = Report();
  CellReport read;
  ASSERT_TRUE(actors::ReadReport(actors::WriteReport(report), sizes_, read));
  EXPECT_EQ(read.cell, report.cell);
  EXPECT_EQ(read.tick, report.tick);
  EXPECT_EQ(read.page_views, report.page_views);
  EXPECT_EQ(read.lines, report.lines);
  ExpectSame(read.tallies[0], report.tallies[0]);
  ExpectSame(read.tallies[1], report.tallies[1]);
  EXPECT_EQ(read.spent, report.spent);
  ASSERT_EQ(read.seen.size(), 2U);
  EXPECT_EQ(read.seen[0].line, 2U);
  ExpectSame(read.seen[0].auction, report.seen[0].auction);
  ExpectSame(read.seen[1].auction, report.seen[1].auction);
  EXPECT_EQ(read.fault, report.fault);
}

TEST_F(SeatCodec, AReportLeavesItsRowsBehind) {
  CellReport report = Report();
  const std::string without = actors::WriteReport(report);
  report.pages.resize(1000);
  report.awards.resize(1000);
  report.bids.resize(1000);
  EXPECT_EQ(actors::WriteReport(report), without);
}

TEST_F(SeatCodec, AReportThatDoesNotFitTheMarketIsRefused) {
  EXPECT_TRUE(CanRead(Report()));
  const std::vector<std::function<void(CellReport&)>> mistakes = {
      [](CellReport& report) { report.lines[1] = kLines; },
      [](CellReport& report) { report.seen[0].line = market::kNone; },
      [](CellReport& report) { report.spent.pop_back(); },
      [](CellReport& report) { report.spent.emplace_back(); },
      [](CellReport& report) { report.tallies.pop_back(); },
  };
  for (size_t i = 0; i < mistakes.size(); ++i) {
    CellReport report = Report();
    mistakes[i](report);
    EXPECT_FALSE(CanRead(report)) << "mistake " << i;
  }
}

TEST_F(SeatCodec, AnOpeningHasATickOfTheCalendarAndAllLines) {
  const auto can_read = [&](TickTime time, size_t lines) {
    TickOpening read;
    const auto bids = std::make_shared<const market::BidSheet>(lines);
    return actors::ReadOpening(actors::WriteOpening({time, bids}), sizes_,
                               reader_, read) &&
           read.time.tick == time.tick && read.bids->size() == kLines;
  };
  EXPECT_TRUE(can_read({0, 6}, kLines));
  EXPECT_TRUE(can_read({11, 6}, kLines));
  EXPECT_FALSE(can_read({12, 6}, kLines)) << "two days of six ticks";
  EXPECT_FALSE(can_read({0, 0}, kLines));
  EXPECT_FALSE(can_read({0, 48}, kLines));
  EXPECT_FALSE(can_read({0, 6}, kLines - 1));
  EXPECT_FALSE(can_read({0, 6}, kLines + 1));
}

TEST_F(SeatCodec, NewsAndLeasesAreByBudgetNode) {
  BudgetNews news;
  ASSERT_TRUE(
      actors::ReadNews(actors::WriteNews({{3, 6}, by_node_}), sizes_, news));
  EXPECT_EQ(news.time.tick, 3U);
  EXPECT_EQ(news.remaining, by_node_);
  agents::CellLease lease;
  ASSERT_TRUE(
      actors::ReadLease(actors::WriteLease({by_node_, {}}), sizes_, lease));
  EXPECT_EQ(lease.granted, by_node_);
  const std::vector<Money> by_advertiser = {Money(1), Money(2)};
  EXPECT_FALSE(actors::ReadNews(actors::WriteNews({{3, 6}, by_advertiser}),
                                sizes_, news));
  EXPECT_FALSE(
      actors::ReadNews(actors::WriteNews({{99, 6}, by_node_}), sizes_, news));
  EXPECT_FALSE(actors::ReadLease(actors::WriteLease({by_advertiser, {}}),
                                 sizes_, lease));
}

TEST_F(SeatCodec, AnOutcomeIsOfTheLinesOfItsDesk) {
  const LinesOutcome outcome = {{Tally(), {}}, {{Seen()}, {}}};
  LinesOutcome read;
  ASSERT_TRUE(actors::ReadOutcome(actors::WriteOutcome(outcome), {1, 3}, read));
  ExpectSame(read.tallies[0], outcome.tallies[0]);
  ASSERT_EQ(read.seen.size(), 2U);
  ASSERT_EQ(read.seen[0].size(), 1U);
  ExpectSame(read.seen[0][0], Seen());
  EXPECT_TRUE(read.seen[1].empty());
  EXPECT_TRUE(actors::ReadOutcome(actors::WriteOutcome({{Tally(), {}}, {}}),
                                  {0, 2}, read))
      << "no line sees auctions";
  EXPECT_FALSE(
      actors::ReadOutcome(actors::WriteOutcome(outcome), {0, 3}, read));
  EXPECT_FALSE(
      actors::ReadOutcome(actors::WriteOutcome(outcome), {0, 1}, read));
  EXPECT_FALSE(actors::ReadOutcome(actors::WriteOutcome({{Tally(), {}}, {{}}}),
                                   {0, 2}, read));
}

TEST_F(SeatCodec, SignalsAreOfTheLinesOfTheirDesk) {
  const std::vector<SignalTicked> signals = {{4, 1, 0, -0.0}, {4, 2, 7, kNan}};
  std::vector<SignalTicked> read;
  ASSERT_TRUE(actors::ReadSignals(actors::WriteSignals(signals), {1, 3}, read));
  ASSERT_EQ(read.size(), 2U);
  for (size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(read[i].tick, signals[i].tick);
    EXPECT_EQ(read[i].line, signals[i].line);
    EXPECT_EQ(read[i].signal, signals[i].signal);
    ExpectSame(read[i].value, signals[i].value);
  }
  EXPECT_FALSE(
      actors::ReadSignals(actors::WriteSignals(signals), {2, 4}, read));
  EXPECT_FALSE(
      actors::ReadSignals(actors::WriteSignals(signals), {0, 2}, read));
}

/// Something that can be read, as bytes.
struct Sample {
  std::string name;
  std::string bytes;
  std::function<bool(std::string_view)> read;
};

class SpoiltSeatCodec : public SeatCodec {
 protected:
  std::vector<Sample> Samples() {
    const auto bids = std::make_shared<market::BidSheet>(kLines);
    auto desk = agents::BiddersDesk::Make(*spec_).value();
    *bids = desk.Plan({0, 6}, by_node_);
    const LineRange part = {1, 3};
    return {
        {"report", actors::WriteReport(Report()),
         [this](auto bytes) {
           return actors::ReadReport(bytes, sizes_, report_);
         }},
        {"opening", actors::WriteOpening({{3, 6}, bids}),
         [this](auto bytes) {
           return actors::ReadOpening(bytes, sizes_, reader_, opening_);
         }},
        {"news", actors::WriteNews({{3, 6}, by_node_}),
         [this](auto bytes) { return actors::ReadNews(bytes, sizes_, news_); }},
        {"shares",
         actors::WriteShares({{Money(9), Money(3), 2, 1, Money(6)},
                              {market::kNoLimit, Money(0), 0, 0, Money(0)}}),
         [part](auto bytes) {
           std::vector<market::LineShare> read;
           return actors::ReadShares(bytes, part, read) && read.size() == 2;
         }},
        {"lease", actors::WriteLease({by_node_, {}}),
         [this](auto bytes) {
           return actors::ReadLease(bytes, sizes_, lease_);
         }},
        {"bids", actors::WriteBids({(*bids)[1], (*bids)[2]}),
         [this, part](auto bytes) {
           actors::BidsOfDesk read{part, {}};
           return actors::ReadBids(bytes, reader_, read) &&
                  read.bids.size() == 2;
         }},
        {"outcome",
         actors::WriteOutcome({{Tally(), {}}, {{Seen()}, {Seen(), Seen()}}}),
         [this, part](auto bytes) {
           return actors::ReadOutcome(bytes, part, outcome_);
         }},
        {"signals", actors::WriteSignals({{4, 1, 0, 0.5}, {4, 2, 7, 1}}),
         [this, part](auto bytes) {
           return actors::ReadSignals(bytes, part, signals_);
         }},
    };
  }

 private:
  CellReport report_;
  TickOpening opening_;
  BudgetNews news_;
  agents::CellLease lease_;
  LinesOutcome outcome_;
  std::vector<SignalTicked> signals_;
};

TEST_F(SpoiltSeatCodec, NothingIsReadFromTooFewOrTooManyBytes) {
  for (const Sample& sample : Samples()) {
    EXPECT_TRUE(sample.read(sample.bytes)) << sample.name;
    EXPECT_FALSE(sample.read(sample.bytes + '\0')) << sample.name;
    for (size_t size = 0; size < sample.bytes.size(); ++size) {
      EXPECT_FALSE(sample.read(std::string_view(sample.bytes).substr(0, size)))
          << sample.name << ", " << size << " bytes";
    }
  }
}

TEST_F(SpoiltSeatCodec, MutatedBytesDoNoHarm) {
  for (const Sample& sample : Samples()) {
    Mutations mutations(sample.bytes, sample.bytes.size());
    int refused = 0;
    for (int i = 0; i < 20000; ++i) {
      if (!sample.read(mutations.Next())) ++refused;
    }
    EXPECT_GT(refused, 5000) << sample.name;
  }
}

TEST_F(SpoiltSeatCodec, ALengthBeyondTheBytesAllocatesNothing) {
  for (const Sample& sample : Samples()) {
    for (size_t at = 0; at + 8 <= sample.bytes.size(); ++at) {
      std::string bytes = sample.bytes;
      bytes.replace(at, 8, 6, '\xff').insert(at + 6, 2, '\x7f');
      sample.read(bytes);  // would take 2^62 bytes
    }
  }
}

}  // namespace
}  // namespace souk::tests
