// The sieve changes nothing: who is left out could not have mattered.
#include "market/sieve.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/audience.h"
#include "market/exchange.h"
#include "market/random_columns.h"
#include "tests/support/local_curve.h"
#include "tests/support/plain_market.h"
#include "tests/support/random_scenarios.h"

namespace souk::market {
namespace {

using tests::Dice;

using Spec = std::shared_ptr<const MarketSpec>;

/// Sees everything, so that everybody must be predicted.
class Onlooker final : public PageWatch {
 public:
  void Served(const PageServing&) override {}
  void Settled(const BatchSettled&) override {}
};

class Steep final : public tests::LocalCurve {
 public:
  double Bid(const Observation& seen) const override {
    return 1000 * seen.click_rate * seen.click_rate;
  }
};

constexpr uint32_t kTicks = 4;

/// Two channels, three interests, several lines an advertiser.
class RandomMarket {
 public:
  explicit RandomMarket(uint64_t number) : dice_(number) {
    spec_->seed = number + 1;
    spec_->calendar = {.days = 1, .ticks_per_day = kTicks};
    const size_t advertisers = dice_.From(3, 12);
    spec_->advertisers.resize(advertisers);
    for (size_t c = 0; c < 2; ++c) AddChannel();
    for (size_t c = 0; c < 2; ++c) {
      for (uint64_t i = dice_.From(20, 70); i > 0; --i) AddLine(c);
    }
    traffic_.seed = spec_->seed;
    traffic_.users = 4000;
    traffic_.sessions_per_day = 2;
    traffic_.hour_weight.assign(24, 1);
    traffic_.interest_share = {1, 3, 4};
    traffic_.channel_share = {2, 1};
    traffic_.ticks_per_day = kTicks;
    spec_->traffic = MakeSynthetic(traffic_);
    spec_->user_model = tests::DefaultUserModel("pbm");
  }

  Spec spec() const { return spec_; }
  /// Some advertisers have next to nothing.
  std::vector<Money> Leases() {
    std::vector<Money> leases;
    for (size_t i = 0; i < spec_->advertisers.size(); ++i) {
      leases.push_back(dice_.Chance(0.3)
                           ? kNoLimit
                           : Money(static_cast<int64_t>(dice_.Below(
                                 dice_.Pick<uint64_t>({50, 5000, 500000})))));
    }
    if (unlimited_) leases.assign(leases.size(), kNoLimit);
    return leases;
  }
  std::shared_ptr<const BidSheet> Bids() {
    auto sheet = std::make_shared<BidSheet>();
    for (size_t i = 0; i < spec_->lines.size(); ++i) sheet->push_back(OneBid());
    return sheet;
  }

 private:
  void AddChannel() {
    ChannelSpec channel;
    channel.slot_weight.assign(dice_.From(1, 6), 1);
    const std::string name = dice_.Pick<std::string>(
        {"gsp", "first_price", "vcg", "boosted", "weighted_vcg", "myerson"});
    std::vector<ParamValue> params;
    if (name == "myerson") {
      params.push_back({"uniform_high_micros", {400}, ""});
    } else {
      params.push_back({"reserve_micros", {dice_.Pick<double>({0, 40})}, ""});
    }
    if (name == "gsp" || name == "first_price") {
      params.push_back(
          {"quality_exponent", {dice_.Pick<double>({0, 0.5, 1, 1})}, ""});
    }
    channel.mechanism = tests::MechanismOf(name, params);
    spec_->channels.push_back(std::move(channel));
  }

  void AddLine(size_t channel) {
    const AdvertiserId advertiser(dice_.Below(spec_->advertisers.size()));
    CampaignSpec campaign;
    campaign.advertiser = advertiser;
    campaign.charge = dice_.Pick<Charge>(
        {Charge::kView, Charge::kClick, Charge::kClick, Charge::kConversion});
    if (plain_) campaign.charge = Charge::kView;
    campaign.auction_weight = dice_.Chance(0.5) ? 1 : dice_.Real(0.5, 2);
    LineSpec line;
    line.advertiser = advertiser;
    line.campaign = CampaignId(spec_->campaigns.size());
    line.channel = ChannelId(channel);
    if (dice_.Chance(0.2)) line.target_segments = {0, 2};
    spec_->campaigns.push_back(std::move(campaign));
    spec_->lines.push_back(std::move(line));
    traffic_.lines.push_back(
        {.click_rate = dice_.Real(0, 0.3),
         .click_rate_spread = dice_.Pick<double>({0, 0.3, 1}),
         .conversion_rate = dice_.Real(0, 1),
         .interest = static_cast<uint32_t>(dice_.Below(3)),
         .campaign = static_cast<uint32_t>(2 * spec_->campaigns.size() +
                                           dice_.Below(2))});
  }

  BidFunction OneBid() {
    BidFunction bid;
    bid.linear.click = dice_.Pick<double>({300, 1000, 1000, 3000});
    if (plain_) return bid;
    if (dice_.Chance(0.3)) bid.linear.constant = dice_.Real(0, 200);
    if (dice_.Chance(0.1)) bid.linear.click = -500;
    if (dice_.Chance(0.2)) bid.linear.click_conversion = dice_.Real(-9, 900);
    if (dice_.Chance(0.2)) bid.linear.whole_steps = true, bid.linear.step = 7;
    if (dice_.Chance(0.2)) bid.linear.max = 150;
    if (curves_ && dice_.Chance(0.1)) bid.curve = std::make_shared<Steep>();
    return bid;
  }

  Dice dice_;
  const bool plain_ = dice_.Chance(0.25);
  const bool unlimited_ = dice_.Chance(0.25);
  const bool curves_ = dice_.Chance(0.1);
  std::shared_ptr<MarketSpec> spec_ = std::make_shared<MarketSpec>();
  SyntheticConfig traffic_;
};

void ExpectSameAwards(const ServedBatch& a, const ServedBatch& b) {
  ASSERT_EQ(a.awards.size(), b.awards.size());
  for (size_t i = 0; i < a.awards.size(); ++i) {
    const ServedAward &x = a.awards[i], &y = b.awards[i];
    ASSERT_EQ(std::tie(x.page, x.slot, x.line, x.bid, x.price,
                       x.predicted.click, x.predicted.conversion),
              std::tie(y.page, y.slot, y.line, y.bid, y.price,
                       y.predicted.click, y.predicted.conversion))
        << "award " << i;
  }
}

/// One tick of both; how many awards.
size_t TradeBoth(Audience& users, Exchange& sieved, Exchange& watched) {
  PageBatch batch;
  ServedBatch served, expected;
  Responses responses;
  size_t awards = 0;
  while (users.NextBatch(batch)) {
    sieved.Serve(batch, served);
    watched.Serve(batch, expected);
    ExpectSameAwards(served, expected);
    if (testing::Test::HasFatalFailure()) return 0;
    users.Respond(served, responses);
    sieved.Settle(served, responses);
    watched.Settle(expected, responses);
    awards += served.awards.size();
  }
  return awards;
}

TEST(Sieve, GivesTheAwardsOfAnExchangeThatPredictsEverybody) {
  size_t awards = 0;
  for (uint64_t number = 0; number < 16; ++number) {
    SCOPED_TRACE(number);
    RandomMarket market(number);
    Audience users(market.spec(), CellId(0));
    Exchange sieved(market.spec(), CellId(0));
    Exchange watched(market.spec(), CellId(0));
    watched.Watch(std::make_shared<Onlooker>());
    for (uint32_t tick = 0; tick < kTicks; ++tick) {
      const TickTime time{tick, kTicks};
      const auto leases = market.Leases();
      const auto bids = market.Bids();
      sieved.OpenTick(time, leases, bids);
      watched.OpenTick(time, leases, bids);
      users.OpenTick(time);
      awards += TradeBoth(users, sieved, watched);
      if (HasFatalFailure()) return;
      EXPECT_EQ(sieved.CloseTick().spent, watched.CloseTick().spent);
    }
  }
  EXPECT_GT(awards, 50000U);
}

TEST(Sieve, DecidesNearlyAllPageViewsWithFewContenders) {
  const Spec spec = tests::PlainMarket(48, 1);
  Sieve sieve(spec);
  sieve.OpenTick(tests::ClickBids(48), -1);
  std::vector<uint32_t> lines(48);
  for (uint32_t i = 0; i < 48; ++i) lines[i] = i;
  const std::vector<double> caps(48, 1e12), ones(48, 1);
  std::vector<double> click(48), conversion(48), bid(48);
  size_t decided = 0, contenders = 0;
  std::vector<PageView> pages;
  for (uint64_t page = 0; page < 4096; ++page) pages.push_back({page, 0, 0, 0});
  for (size_t first = 0; first < pages.size();) {
    const size_t looked = sieve.Look(std::span(pages).subspan(first));
    for (size_t i = 0; i < looked; ++i) {
      Sieve::Contenders found;
      if (sieve.Decides(i, caps, found)) {
        ++decided;
        contenders += found.row.size();
        continue;
      }
      const CandidateLines all{lines, true};
      spec->traffic->Predict(pages[first + i], all, click, conversion);
      for (size_t j = 0; j < 48; ++j) bid[j] = std::ceil(1e6 * click[j]);
      sieve.Learn(pages[first + i], all, bid, ones);
    }
    first += looked;
  }
  EXPECT_GT(decided, 3600U);
  EXPECT_LT(contenders, 16 * decided);
}

/// Normals of the words [first, first + size).
std::vector<double> NormalsFrom(uint32_t first, size_t size) {
  std::vector<uint32_t> words(size);
  for (size_t i = 0; i < size; ++i) words[i] = first + static_cast<uint32_t>(i);
  std::vector<double> normals(size);
  NormalColumn(words.data(), size, normals.data());
  return normals;
}

// All 2^32 words were checked once, as tails, centre and random places are
// here: a word is never below one that lies 4096 words before it.
TEST(Sieve, NormalsRiseWithWordsThatLieApart) {
  constexpr size_t kApart = 4096;
  const Stream stream(3, 0, Purpose::kTest);
  for (uint32_t place = 0; place < 400; ++place) {
    uint32_t first = stream.Words(place, 0, 0)[0];
    if (place < 2) first = place * 0x80000000U;
    if (place == 2) first = 0x7ffff000U;
    first = std::min(first, UINT32_MAX - uint32_t{2 * kApart});
    const std::vector<double> normal = NormalsFrom(first, 2 * kApart);
    double highest = -10;
    for (size_t i = 0; i < kApart; ++i) {
      highest = std::max(highest, normal[i]);
      ASSERT_GE(normal[i + kApart], highest) << "word " << first + i;
    }
  }
}

}  // namespace
}  // namespace souk::market
