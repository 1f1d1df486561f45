// Promises of every registered strategy, driven by what it may see and nothing
// else. A new member needs an example of valid parameters in
// tests/support/strategies.h, unless its defaults will do.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "tests/support/bid_sheets.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using market::Money;
using market::TickTime;

constexpr uint32_t kTicksPerDay = 6;
constexpr uint32_t kTicks = 20;

market::Observation Extreme(std::mt19937_64& random) {
  static constexpr double kRates[] = {0, 1e-300, 1e-9, 0.01, 0.5, 1};
  static constexpr double kAmounts[] = {0, 1, 999, 1e6, 1e15, 9.3e18};
  static constexpr uint64_t kViews[] = {0, 1, 49, 50, 1000000, UINT64_MAX};
  static constexpr double kShares[] = {1e-9, 0.1, 0.5, 1};
  static constexpr double kChances[] = {0, 1e-17, 0.5, 0.9999999999999999};
  return {kRates[random() % 6], kRates[random() % 6],  kAmounts[random() % 6],
          kViews[random() % 6], kShares[random() % 4], kChances[random() % 4]};
}

market::Observation Ordinary(std::mt19937_64& random) {
  const auto uniform = [&random] {
    return static_cast<double>(random() >> 11) / 9007199254740992.0;
  };
  return {uniform() * 0.1,       uniform(), uniform() * 1e5, random() % 100,
          0.1 + 0.9 * uniform(), uniform()};
}

/// An auction whose bid is what `bid` says, won if that is above the price.
market::AuctionSeen Auction(const market::BidFunction& bid,
                            const market::Observation& seen, double price) {
  market::AuctionSeen auction;
  auction.click_rate = seen.click_rate;
  auction.conversion_rate = seen.conversion_rate;
  auction.bid = std::ceil(bid(seen));
  auction.price_to_beat = auction.last_price = price;
  if (auction.bid <= price) return auction;
  auction.slot = 0;
  auction.price = price;
  auction.examined = 1;
  auction.clicked = seen.chance < 0.3 ? 1 : 0;
  auction.converted = seen.chance < 0.1 ? 1 : 0;
  return auction;
}

/// What a tick was like for the line.
enum class Luck { kMixed, kLoses, kWins, kNothing };

market::LineTally Tally(Luck luck, Money left, std::mt19937_64& random) {
  market::LineTally tally;
  if (luck == Luck::kNothing) return tally;
  tally.auctions = 100;
  if (luck == Luck::kLoses) return tally;
  tally.impressions = luck == Luck::kWins ? 100 : 50;
  tally.views = tally.impressions;
  tally.clicks = luck == Luck::kWins ? 100 : static_cast<int64_t>(random() % 5);
  tally.conversions = tally.clicks / 2;
  const Money wanted(luck == Luck::kWins ? INT64_C(1000000000000)
                                         : static_cast<int64_t>(random() % 99));
  tally.spend = std::min(left, wanted);
  tally.predicted_clicks = 1.5;
  tally.expected_conversions = 0.4;
  return tally;
}

class StrategyConformance : public testing::TestWithParam<std::string> {
 protected:
  struct Life {
    std::unique_ptr<agents::Strategy> strategy;
    std::mt19937_64 random{7};
    Money budget;
    Money left;
    market::BidFunction planned = {};  ///< last
  };

  Life Begin(Money budget) const {
    agents::LineFacts facts = ViewFacts();
    facts.value_per_click_micros = 1e6;
    facts.value_per_conversion_micros = 3e6;
    facts.target_cpa_micros = 2e6;
    facts.daily_budget = budget;
    facts.ticks_per_day = kTicksPerDay;
    if (WantsClicks(GetParam())) MakeClicksTheGoal(facts);
    return {NewStrategy(GetParam(), ExampleParams(GetParam()), facts),
            std::mt19937_64{7}, budget, budget};
  }
  /// A market of the one line that Begin(kBudget) is about.
  std::shared_ptr<const market::MarketSpec> OneLine() const;

  const agents::StrategyEntry& entry() const {
    return **market::FindMember("strategy", agents::Strategies(), GetParam());
  }

  std::vector<double> SignalsOf(const agents::Strategy& strategy) const {
    std::vector<double> values(entry().signals.size() + 1, -12345);
    strategy.Signals({values.data(), entry().signals.size()});
    EXPECT_EQ(values.back(), -12345) << "wrote beyond its signals";
    values.pop_back();
    return values;
  }

  /// Bids on all kinds of page views, then signals, of one tick.
  std::vector<double> Live(Life& life, uint32_t tick, Luck luck) const {
    const TickTime time{tick, kTicksPerDay};
    if (time.first_of_day()) life.left = life.budget;
    const market::BidFunction& bid = life.planned =
        life.strategy->Plan({time, life.left});
    std::vector<double> seen;
    for (int i = 0; i < 50; ++i) {
      seen.push_back(bid(Extreme(life.random)));
      seen.push_back(bid(Ordinary(life.random)));
    }
    const auto tally = Tally(luck, life.left, life.random);
    if (life.left != market::kNoLimit) life.left -= tally.spend;
    const auto auctions = Auctions(life, bid, luck);
    life.strategy->Learn({time, tally, life.left, auctions});
    for (const double signal : SignalsOf(*life.strategy)) {
      seen.push_back(signal);
    }
    return seen;
  }

  /// What the line asked to see; any luck is possible there.
  static std::vector<market::AuctionSeen> Auctions(
      Life& life, const market::BidFunction& bid, Luck luck) {
    std::vector<market::AuctionSeen> auctions;
    if (luck == Luck::kNothing || bid.watch_share == 0) return auctions;
    static constexpr double kPrices[] = {0, 1, 500, 20000, 4e15};
    for (int i = 0; i < 40; ++i) {
      const auto seen =
          i % 4 == 0 ? Extreme(life.random) : Ordinary(life.random);
      auctions.push_back(Auction(bid, seen, kPrices[life.random() % 5]));
    }
    return auctions;
  }

  void ExpectSoundLife(Money budget, Luck luck) const {
    Life life = Begin(budget);
    for (uint32_t tick = 0; tick < kTicks; ++tick) {
      const auto seen = Live(life, tick, luck);
      for (size_t i = 0; i < seen.size(); ++i) {
        ASSERT_TRUE(std::isfinite(seen[i])) << "tick " << tick;
        if (i < 100) {
          ASSERT_GE(seen[i], 0) << "tick " << tick;
          ASSERT_LE(seen[i], market::kMaxBid) << "tick " << tick;
        }
      }
    }
  }
};

constexpr Money kBudget{20000};

std::shared_ptr<const market::MarketSpec> StrategyConformance::OneLine() const {
  auto spec = std::make_shared<market::MarketSpec>();
  spec->calendar.ticks_per_day = kTicksPerDay;
  spec->advertisers = {{"a", market::AdvertiserKind::kBrand, {kBudget}}};
  market::CampaignSpec& campaign = spec->campaigns.emplace_back();
  campaign.charge = market::Charge::kView;
  campaign.value_per_click_micros = 1e6;
  campaign.value_per_conversion_micros = 3e6;
  campaign.target_cpa_micros = 2e6;
  if (WantsClicks(GetParam())) MakeClicksTheGoal(campaign);
  campaign.strategy = ExampleMember(GetParam());
  spec->lines.push_back({market::CampaignId(0),
                         market::AdvertiserId(0),
                         market::ChannelId(0),
                         {}});
  return spec;
}

TEST_P(StrategyConformance, BidsAreFiniteAndNotNegative) {
  ExpectSoundLife(kBudget, Luck::kMixed);
}

TEST_P(StrategyConformance, SurvivesAZeroBudget) {
  ExpectSoundLife(Money(0), Luck::kMixed);
}

TEST_P(StrategyConformance, SurvivesEmptyFeedback) {
  ExpectSoundLife(kBudget, Luck::kNothing);
}

TEST_P(StrategyConformance, SurvivesLosingAlways) {
  ExpectSoundLife(kBudget, Luck::kLoses);
}

TEST_P(StrategyConformance, SurvivesWinningAlways) {
  ExpectSoundLife(kBudget, Luck::kWins);
}

TEST_P(StrategyConformance, LivesWithoutABudgetOrSaysThatItNeedsOne) {
  agents::LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 2e6;
  if (WantsClicks(GetParam())) {
    MakeClicksTheGoal(facts);
    facts.value_per_click_micros = 1e6;
  }
  const std::string fault =
      StrategyFault(GetParam(), ExampleParams(GetParam()), facts);
  if (fault.empty()) {
    ExpectSoundLife(market::kNoLimit, Luck::kWins);
  } else {
    EXPECT_TRUE(fault.starts_with(GetParam())) << fault;
    EXPECT_NE(fault.find("needs a daily budget"), std::string::npos) << fault;
  }
}

TEST_P(StrategyConformance, LivesWithoutATargetOrSaysThatItNeedsOne) {
  agents::LineFacts facts = ViewFacts();
  if (WantsClicks(GetParam())) return;  // not of their campaigns
  facts.daily_budget = kBudget;
  const std::string fault =
      StrategyFault(GetParam(), ExampleParams(GetParam()), facts);
  if (fault.empty()) return;
  const std::string target = GetParam() +
                             ": needs a target, but its campaign has none; "
                             "give it target_cpa_micros";
  const std::string any =
      GetParam() +
      ": needs a value or a target, but its campaign has none; give it "
      "target_cpa_micros, value_per_conversion_micros or "
      "value_per_click_micros";
  EXPECT_TRUE(fault == target || fault == any) << fault;
}

TEST_P(StrategyConformance, SameInputsGiveTheSameBids) {
  Life one = Begin(kBudget);
  Life other = Begin(kBudget);
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    ASSERT_EQ(Live(one, tick, Luck::kMixed), Live(other, tick, Luck::kMixed));
  }
}

TEST_P(StrategyConformance, APlanDoesNotChangeAfterwards) {
  Life life = Begin(kBudget);
  const auto bid = life.strategy->Plan({{0, kTicksPerDay}, kBudget});
  std::mt19937_64 random(3);
  const auto seen = Ordinary(random);
  const double before = bid(seen);
  for (uint32_t tick = 1; tick < kTicks; ++tick) {
    Live(life, tick, Luck::kWins);
  }
  EXPECT_EQ(bid(seen), before);
}

TEST_P(StrategyConformance, RestoredMidRunItContinuesIdentically) {
  for (uint32_t stop = 0; stop < kTicks; ++stop) {
    Life through = Begin(kBudget);
    for (uint32_t tick = 0; tick < stop; ++tick) {
      Live(through, tick, Luck::kMixed);
    }
    market::ArchiveWriter out;
    through.strategy->Save(out);
    Life restored = Begin(kBudget);
    restored.left = through.left;
    restored.random = through.random;
    market::ArchiveReader in(out.bytes());
    restored.strategy->Load(in);
    EXPECT_TRUE(in.done()) << "reads what it wrote, all of it";
    for (uint32_t tick = stop; tick < kTicks; ++tick) {
      ASSERT_EQ(Live(through, tick, Luck::kMixed),
                Live(restored, tick, Luck::kMixed))
          << "saved before tick " << stop << ", tick " << tick;
    }
  }
}

TEST_P(StrategyConformance, ItsBidsAreTheSameInAnotherProcess) {
  const auto spec = OneLine();
  agents::BidSheetReader from_the_start(spec);
  Life life = Begin(kBudget);
  std::mt19937_64 random(5);
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    Live(life, tick, Luck::kMixed);
    const std::string bytes = BytesOf({life.planned});
    agents::BidSheetReader just_joined(spec);
    for (auto* const reader : {&from_the_start, &just_joined}) {
      const auto read = SheetOf(bytes, *reader);
      ASSERT_EQ(read.size(), 1U) << "tick " << tick;
      ExpectSameRule(read[0], life.planned);
      for (int i = 0; i < 50; ++i) {
        ExpectSameBid(read[0], life.planned, Ordinary(random));
        ExpectSameBid(read[0], life.planned, Extreme(random));
      }
      EXPECT_EQ(BytesOf(read), bytes) << "tick " << tick;
    }
  }
}

TEST_P(StrategyConformance, CutOffBidsAreNoticed) {
  Life life = Begin(kBudget);
  Live(life, 0, Luck::kMixed);
  const std::string bytes = BytesOf({life.planned});
  agents::BidSheetReader reader(OneLine());
  for (size_t size = 0; size < bytes.size(); ++size) {
    market::ArchiveReader in(std::string_view(bytes).substr(0, size));
    reader.Read(in, {0, 1});
    EXPECT_FALSE(in.ok()) << size << " bytes of " << bytes.size();
  }
}

TEST_P(StrategyConformance, CutOffStateIsNoticedAndHarmless) {
  Life life = Begin(kBudget);
  Live(life, 0, Luck::kMixed);
  market::ArchiveWriter out;
  life.strategy->Save(out);
  const std::string& bytes = out.bytes();
  for (size_t size = 0; size < bytes.size(); ++size) {
    market::ArchiveReader in(std::string_view(bytes).substr(0, size));
    Begin(kBudget).strategy->Load(in);
    EXPECT_FALSE(in.ok()) << size << " bytes of " << bytes.size();
  }
}

TEST(StrategyExamples, AreOfMembers) {
  const auto names = market::MemberNames(agents::Strategies());
  for (const auto& [name, params] : ParamExamples()) {
    EXPECT_TRUE(std::ranges::count(names, name)) << name;
  }
}

INSTANTIATE_TEST_SUITE_P(
    Every, StrategyConformance,
    testing::ValuesIn(market::MemberNames(agents::Strategies())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
