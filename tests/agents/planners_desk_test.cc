// Who spends what of a budget that is split over channels.
#include "agents/planners_desk.h"

#include <gtest/gtest.h>

#include "agents/advertisers_desk.h"
#include "agents/bidders_desk.h"
#include "tests/support/planners.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::PlannersDesk;
using market::LineShare;
using market::LineTally;
using market::Money;
using market::TickTime;

market::MemberSpec Planner(const std::string& name) {
  const auto entry =
      market::FindMember("planner", agents::Planners(), name).value();
  return {name, market::ParamSet::Make(entry->params, {}).value()};
}

/// Two advertisers on two channels, 1001 a day each; the first has a planner.
/// Lines: 0 and 2 are the first's, 1 and 3 the second's.
market::MarketSpec Market(const std::string& planner) {
  market::MarketSpec spec;
  spec.calendar = {2, 3};
  for (size_t a = 0; a < 2; ++a) {
    market::AdvertiserSpec& advertiser = spec.advertisers.emplace_back();
    advertiser.budget.daily = Money(1001);
    market::CampaignSpec& campaign = spec.campaigns.emplace_back();
    campaign.advertiser = market::AdvertiserId(a);
    campaign.value_per_click_micros = 10;
    campaign.strategy = {
        "truthful",
        market::ParamSet::Make(
            (*market::FindMember("strategy", agents::Strategies(), "truthful"))
                ->params,
            {})
            .value()};
  }
  spec.campaigns[0].planner = Planner(planner);
  for (size_t channel = 0; channel < 2; ++channel) {
    for (size_t c = 0; c < 2; ++c) {
      spec.lines.push_back({market::CampaignId(c),
                            market::AdvertiserId(c),
                            market::ChannelId(channel),
                            {}});
    }
  }
  return spec;
}

std::vector<LineTally> Spent(std::vector<int64_t> micros) {
  std::vector<LineTally> tallies(micros.size());
  for (size_t i = 0; i < micros.size(); ++i) {
    tallies[i].spend = Money(micros[i]);
    tallies[i].clicks = micros[i] / 100;
    tallies[i].conversions = micros[i] / 200;
  }
  return tallies;
}

const std::vector<Money> kFull = {Money(1001), Money(1001)};

TEST(PlannersDesk, SplitsTheBudgetOfTheDayInWholeMicros) {
  const auto spec = Market("equal");
  PlannersDesk desk(spec);
  desk.OpenTick({0, 3}, kFull);
  for (const size_t line : {0U, 2U}) {
    EXPECT_EQ(desk.shares()[line].budget, Money(500));
    EXPECT_EQ(desk.shares()[line].left, Money(500));
  }
}

TEST(PlannersDesk, LinesKnowWhatIsLeftAndWhatTheirCampaignGot) {
  const auto spec = Market("equal");
  PlannersDesk desk(spec);
  desk.OpenTick({0, 3}, kFull);
  desk.CloseTick(Spent({200, 300, 400, 100}));
  desk.OpenTick({1, 3}, kFull);
  desk.CloseTick(Spent({0, 0, 250, 0}));
  desk.OpenTick({2, 3}, kFull);
  const LineShare& first = desk.shares()[0];
  const LineShare& second = desk.shares()[2];
  EXPECT_EQ(first.left, Money(300));
  EXPECT_EQ(second.left, Money(0)) << "150 beyond its share";
  for (const LineShare& line : {first, second}) {
    EXPECT_EQ(line.clicks, 8);
    EXPECT_EQ(line.conversions, 4);
    EXPECT_EQ(line.spend, Money(850));
  }
}

TEST(PlannersDesk, ADayBeginsWithNothingAndNewShares) {
  const auto spec = Market("proportional");
  PlannersDesk desk(spec);
  for (uint32_t tick = 0; tick < 3; ++tick) {
    desk.OpenTick({tick, 3}, kFull);
    desk.CloseTick(Spent({100, 100, 0, 0}));
  }
  desk.OpenTick({3, 3}, std::vector<Money>{Money(500), Money(0)});
  EXPECT_EQ(desk.shares()[0].clicks, 0);
  EXPECT_EQ(desk.shares()[0].budget, Money(400)) << "3 + 1 of 5 clicks";
  EXPECT_EQ(desk.shares()[2].budget, Money(100));
}

TEST(PlannersDesk, WithoutASplitLinesStillKnowTheirCampaign) {
  const auto spec = Market("shared");
  PlannersDesk desk(spec);
  desk.OpenTick({0, 3}, kFull);
  desk.CloseTick(Spent({200, 300, 400, 100}));
  desk.OpenTick({1, 3}, kFull);
  EXPECT_EQ(desk.shares()[0].left, market::kNoLimit);
  EXPECT_EQ(desk.shares()[0].spend, Money(600));
}

TEST(PlannersDesk, GoesOnIdenticallyFromASavedState) {
  const auto spec = Market("proportional");
  PlannersDesk through(spec);
  for (uint32_t tick = 0; tick < 6; ++tick) {
    market::ArchiveWriter out;
    through.Save(out);
    PlannersDesk restored(spec);
    market::ArchiveReader in(out.bytes());
    restored.Load(in);
    ASSERT_TRUE(in.done());
    through.OpenTick({tick, 3}, kFull);
    restored.OpenTick({tick, 3}, kFull);
    for (size_t line = 0; line < 4; ++line) {
      EXPECT_EQ(restored.shares()[line].left, through.shares()[line].left);
      EXPECT_EQ(restored.shares()[line].spend, through.shares()[line].spend);
    }
    through.CloseTick(Spent({100 * tick, 0, 50, 0}));
  }
}

TEST(PlannersDesk, RefusesTheStateOfAnotherMarket) {
  const auto spec = Market("equal");
  market::ArchiveWriter out;
  PlannersDesk(spec).Save(out);
  auto larger = Market("equal");
  larger.lines.push_back(larger.lines.back());
  PlannersDesk desk(larger);
  market::ArchiveReader in(out.bytes());
  desk.Load(in);
  EXPECT_FALSE(in.done());
}

TEST(BiddersDesk, ALineThatHasSpentItsShareBidsNothing) {
  const auto spec = Market("equal");
  auto desk = agents::BiddersDesk::Make(spec).value();
  std::vector<LineShare> shares(4);
  shares[0] = {Money(500), Money(0), 0, 0, Money(500)};
  shares[2] = {Money(500), Money(1), 0, 0, Money(500)};
  const auto sheet = desk.Plan({1, 3}, kFull, shares);
  EXPECT_EQ(sheet[0]({}), 0);
  EXPECT_EQ(sheet[2]({}), 10);
  EXPECT_EQ(sheet[1]({}), 10) << "its campaign has no planner";
}

TEST(AdvertisersDesk, TellsLinesTheirSharesOnlyIfThereIsAPlanner) {
  auto spec = Market("equal");
  agents::AdvertisersDesk desk(spec, {1});
  desk.Grant({0, 3});
  ASSERT_EQ(desk.line_shares().size(), 4U);
  EXPECT_EQ(desk.line_shares()[2].budget, Money(500));
  spec.campaigns[0].planner = {};
  agents::AdvertisersDesk plain(spec, {1});
  plain.Grant({0, 3});
  EXPECT_TRUE(plain.line_shares().empty());
}

}  // namespace
}  // namespace souk::tests
