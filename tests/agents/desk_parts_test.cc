// A bidders' desk cut into parts does what the whole desk does.
#include <gtest/gtest.h>

#include <tuple>

#include "market/budget_nodes.h"

#include "tests/support/bid_sheets.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::BiddersDesk;
using agents::LineRange;
using market::AuctionSeen;
using market::LineTally;
using market::Money;

constexpr uint32_t kTicksPerDay = 6;
constexpr uint32_t kTicks = 13;

/// Every strategy on two channels; every other advertiser campaign with a
/// budget of its own.
market::MarketSpec EveryStrategy() {
  market::MarketSpec spec;
  spec.calendar.ticks_per_day = kTicksPerDay;
  spec.recording.trajectory_watch_share = 0.1;
  spec.advertisers = {{"a", market::AdvertiserKind::kBrand, {Money(20000)}},
                      {"b", market::AdvertiserKind::kBrand, {Money(9000)}}};
  for (const auto& entry : agents::Strategies()) {
    const size_t number = spec.campaigns.size();
    market::CampaignSpec& campaign = spec.campaigns.emplace_back();
    campaign.name = entry.name;
    campaign.advertiser = market::AdvertiserId(number % 2);
    campaign.charge = market::Charge::kView;
    campaign.value_per_click_micros = 1e6;
    campaign.value_per_conversion_micros = 3e6;
    campaign.target_cpa_micros = 2e6;
    if (WantsClicks(entry.name)) MakeClicksTheGoal(campaign);
    if (number % 3 == 0) campaign.budget.daily = Money(5000);
    campaign.strategy = ExampleMember(entry.name);
  }
  for (size_t channel = 0; channel < 2; ++channel) {
    for (size_t i = 0; i < spec.campaigns.size(); ++i) {
      spec.lines.push_back({market::CampaignId(i),
                            spec.campaigns[i].advertiser,
                            market::ChannelId(channel),
                            {}});
    }
  }
  return spec;
}

/// What the market tells the desks, by tick and line.
double Told(uint32_t tick, size_t line, uint32_t what) {
  return static_cast<double>((tick * 7 + line * 13 + what * 5) % 97) / 97;
}

AuctionSeen Seen(uint32_t tick, size_t line, uint32_t number) {
  AuctionSeen seen;
  seen.click_rate = 0.1 * Told(tick, line, number);
  seen.conversion_rate = Told(tick, line, number + 1);
  seen.bid = 1000 * Told(tick, line, number + 2);
  seen.price_to_beat = seen.last_price = 1000 * Told(tick, line, number + 3);
  if (seen.bid > seen.price_to_beat) {
    seen.slot = 0;
    seen.price = seen.price_to_beat;
    seen.examined = seen.clicked = 1;
  }
  return seen;
}

struct Outcome {
  std::vector<LineTally> tallies;
  std::vector<std::vector<AuctionSeen>> seen;
};

Outcome OutcomeOf(uint32_t tick, size_t lines) {
  Outcome outcome;
  for (size_t line = 0; line < lines; ++line) {
    LineTally& tally = outcome.tallies.emplace_back();
    tally.auctions = 100;
    tally.impressions = tally.views = 40;
    tally.clicks = static_cast<int64_t>(9 * Told(tick, line, 0));
    tally.conversions = tally.clicks / 2;
    tally.spend = Money(static_cast<int64_t>(500 * Told(tick, line, 1)));
    tally.predicted_clicks = 3 * Told(tick, line, 2);
    auto& seen = outcome.seen.emplace_back();
    for (uint32_t i = 0; i < 12; ++i) seen.push_back(Seen(tick, line, i));
  }
  return outcome;
}

std::vector<Money> Left(const market::MarketSpec& spec, uint32_t tick) {
  std::vector<Money> left(market::BudgetNodes(spec).size(), Money(4000));
  for (Money& money : left) money -= Money(100 * (tick % kTicksPerDay));
  return left;
}

/// Lines [0, lines) in `parts` parts, of different sizes.
std::vector<LineRange> Cut(uint32_t lines, uint32_t parts) {
  std::vector<LineRange> ranges;
  uint32_t first = 0;
  for (uint32_t part = 1; part < parts; ++part) {
    const uint32_t last = lines * part / (parts + 1);
    ranges.push_back({first, last});
    first = last;
  }
  ranges.push_back({first, lines});
  return ranges;
}

using Row = std::tuple<uint32_t, uint32_t, uint32_t, uint64_t>;

/// One or more desks that have all lines between them.
class Desks {
 public:
  Desks(const market::MarketSpec& spec, std::vector<LineRange> ranges)
      : spec_(spec), ranges_(std::move(ranges)) {
    for (const LineRange range : ranges_) {
      desks_.push_back(BiddersDesk::Make(spec, range).value());
    }
  }

  /// A tick; the bids of all lines as bytes.
  std::string Live(uint32_t tick) {
    const market::TickTime time = spec_.calendar.At(tick);
    const Outcome outcome = OutcomeOf(tick, spec_.lines.size());
    market::BidSheet sheet;
    for (size_t i = 0; i < desks_.size(); ++i) {
      const auto [first, last] = ranges_[i];
      const market::BidSheet part = desks_[i].Plan(time, Left(spec_, tick));
      EXPECT_EQ(part.size(), last - first);
      sheet.insert(sheet.end(), part.begin(), part.end());
      desks_[i].Learn(time,
                      {std::span(outcome.tallies).subspan(first, last - first),
                       std::span(outcome.seen).subspan(first, last - first)},
                      Left(spec_, tick + 1));
    }
    return BytesOf(sheet);
  }
  std::vector<Row> Signals(uint32_t tick) const {
    std::vector<Row> rows;
    for (const BiddersDesk& desk : desks_) {
      for (const auto& [at, line, signal, value] : desk.Signals(tick)) {
        rows.emplace_back(at, line, signal, std::bit_cast<uint64_t>(value));
      }
    }
    return rows;
  }
  std::string State() const {
    market::ArchiveWriter out;
    for (const BiddersDesk& desk : desks_) desk.Save(out);
    return out.bytes();
  }
  /// From a desk of all lines, cut.
  void RestoreFrom(const BiddersDesk& whole) {
    for (size_t i = 0; i < desks_.size(); ++i) {
      market::ArchiveWriter out;
      whole.Save(out, ranges_[i]);
      market::ArchiveReader in(out.bytes());
      desks_[i].Load(in);
      EXPECT_TRUE(in.done()) << "part " << i;
    }
  }
  const BiddersDesk& operator[](size_t part) const { return desks_[part]; }

 private:
  const market::MarketSpec& spec_;
  std::vector<LineRange> ranges_;
  std::vector<BiddersDesk> desks_;
};

class DeskParts : public testing::TestWithParam<uint32_t> {
 protected:
  const market::MarketSpec spec_ = EveryStrategy();
  uint32_t lines() const { return static_cast<uint32_t>(spec_.lines.size()); }
  Desks whole_{spec_, {{0, lines()}}};
  Desks parts_{spec_, Cut(lines(), GetParam())};
};

TEST_P(DeskParts, PlanLearnAndReportAsTheWhole) {
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    ASSERT_EQ(parts_.Live(tick), whole_.Live(tick)) << "tick " << tick;
    ASSERT_EQ(parts_.Signals(tick), whole_.Signals(tick)) << "tick " << tick;
  }
}

TEST_P(DeskParts, StatesOneBehindTheOtherAreTheStateOfTheWhole) {
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    parts_.Live(tick);
    whole_.Live(tick);
    ASSERT_EQ(parts_.State(), whole_.State()) << "tick " << tick;
  }
}

TEST_P(DeskParts, ContinueFromTheCutStateOfTheWhole) {
  for (uint32_t tick = 0; tick < 7; ++tick) whole_.Live(tick);
  parts_.RestoreFrom(whole_[0]);
  for (uint32_t tick = 7; tick < kTicks; ++tick) {
    ASSERT_EQ(parts_.Live(tick), whole_.Live(tick)) << "tick " << tick;
  }
}

TEST_P(DeskParts, NameSignalsAsTheWhole) {
  for (uint32_t part = 0; part < GetParam(); ++part) {
    EXPECT_EQ(parts_[part].signal_names(), whole_[0].signal_names());
  }
}

INSTANTIATE_TEST_SUITE_P(In, DeskParts, testing::Values(1, 2, 3, 7),
                         [](const auto& number) {
                           return market::Concat(number.param, "Parts");
                         });

TEST(DeskPart, DoesNotNeedTheStrategiesOfOtherLines) {
  auto spec = EveryStrategy();
  spec.campaigns[0].strategy.name = "nobody_has_this";
  EXPECT_FALSE(BiddersDesk::Make(spec, {0, 3}).ok());
  EXPECT_TRUE(BiddersDesk::Make(spec, {1, 3}).ok());
}

}  // namespace
}  // namespace souk::tests
