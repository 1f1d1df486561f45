#include "agents/bidders_desk.h"

#include <gtest/gtest.h>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::BiddersDesk;
using market::Money;
using market::TickTime;

market::MemberSpec Member(const std::string& name, const Params& given) {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), name).value();
  return {name, market::ParamSet::Make(entry->params, given).value()};
}

void AddCampaign(market::MarketSpec& spec, size_t advertiser,
                 market::MemberSpec strategy) {
  market::CampaignSpec campaign;
  campaign.name = market::Concat("c", spec.campaigns.size());
  campaign.advertiser = market::AdvertiserId(advertiser);
  campaign.charge = market::Charge::kView;
  campaign.value_per_click_micros = 1000;
  campaign.strategy = std::move(strategy);
  spec.campaigns.push_back(campaign);
}

/// Every campaign on two channels; advertiser 0 with, 1 without a budget.
market::MarketSpec Market(const std::vector<market::MemberSpec>& strategies) {
  market::MarketSpec spec;
  spec.advertisers = {{"a", market::AdvertiserKind::kBrand, Money(3000)},
                      {"b", market::AdvertiserKind::kBrand, std::nullopt}};
  for (size_t i = 0; i < strategies.size(); ++i) {
    AddCampaign(spec, i % 2, strategies[i]);
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

market::MemberSpec Pid() {
  return Member("pid", {{"base_bid_micros", {69000}, ""},
                        {"base_click_rate", {0.01}, ""},
                        {"reference_ecpc_micros", {4e7}, ""}});
}

market::MarketSpec Mixed() {
  return Market({Member("budget_pacer", {}), Pid(), Member("truthful", {}),
                 Member("budget_pacer", {})});
}

std::vector<market::LineTally> Tallies(const market::MarketSpec& spec,
                                       int64_t spend) {
  std::vector<market::LineTally> tallies(spec.lines.size());
  for (size_t i = 0; i < tallies.size(); ++i) {
    tallies[i].spend = Money(spend * static_cast<int64_t>(i + 1));
  }
  return tallies;
}

std::vector<double> Bids(const market::BidSheet& sheet) {
  market::Observation seen;
  seen.click_rate = 0.02;
  std::vector<double> bids;
  for (const auto& bid : sheet) bids.push_back(bid(seen));
  return bids;
}

std::vector<double> Values(const BiddersDesk& desk) {
  std::vector<double> values;
  for (const auto& row : desk.Signals(0)) values.push_back(row.value);
  return values;
}

TEST(BiddersDesk, PlansOneBidFunctionPerLine) {
  const auto spec = Market(
      {Member("fixed", {{"bid_micros", {7}, ""}}), Member("truthful", {})});
  auto desk = BiddersDesk::Make(spec).value();
  const std::vector<Money> left = {Money(3000), market::kNoLimit};
  EXPECT_EQ(Bids(desk.Plan(TickTime{0, 48}, left)),
            (std::vector<double>{7, 20, 7, 20}));
}

TEST(BiddersDesk, ReportsSignalsByLineInOrderOfFirstUse) {
  const auto spec = Mixed();
  auto desk = BiddersDesk::Make(spec).value();
  EXPECT_EQ(desk.signal_names(),
            (std::vector<std::string>{"coefficient", "ecpc", "phi"}));
  std::vector<std::pair<uint32_t, uint32_t>> rows;
  for (const auto& row : desk.Signals(9)) {
    EXPECT_EQ(row.tick, 9U);
    rows.emplace_back(row.line, row.signal);
  }
  EXPECT_EQ(
      rows,
      (std::vector<std::pair<uint32_t, uint32_t>>{
          {0, 0}, {1, 1}, {1, 2}, {3, 0}, {4, 0}, {5, 1}, {5, 2}, {7, 0}}));
}

TEST(BiddersDesk, TeachesEachLineItsOwnTally) {
  const auto spec = Mixed();
  auto desk = BiddersDesk::Make(spec).value();
  const std::vector<Money> left = {Money(3000), market::kNoLimit};
  desk.Plan(TickTime{0, 48}, left);
  const auto tallies = Tallies(spec, 1000);
  desk.Learn(TickTime{0, 48}, {tallies}, left);
  const auto rows = desk.Signals(0);
  EXPECT_EQ(rows[1].value, 2) << "line 1 spent two steps";
  EXPECT_EQ(rows[5].value, 6) << "line 5, same campaign, other channel: six";
}

TEST(BiddersDesk, ShowsEachLineItsOwnAuctions) {
  auto spec = Market({Member("truthful", {}), Member("abid", {})});
  for (auto& campaign : spec.campaigns) campaign.target_cpa_micros = 1e6;
  auto desk = BiddersDesk::Make(spec).value();
  const std::vector<Money> left = {Money(3000), market::kNoLimit};
  const auto bids = desk.Plan(TickTime{0, 48}, left);
  EXPECT_EQ(bids[0].watch_share, 0);
  EXPECT_EQ(bids[1].watch_share, 0.125);
  const std::vector<market::LineTally> tallies(4);
  const market::AuctionSeen seen{.click_rate = 0.5, .conversion_rate = 0.5};
  const std::vector<std::vector<market::AuctionSeen>> auctions = {
      {}, {seen}, {}, {}};
  desk.Learn(TickTime{0, 48}, {tallies, auctions}, left);
  desk.Plan(TickTime{1, 48}, left);
  const auto rows = desk.Signals(1);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].value, 0.25) << "the mean of line 1 is what it saw";
  EXPECT_EQ(rows[1].value, 5e-4) << "line 3 saw nothing";
}

TEST(BiddersDesk, HandsEachLineTheBudgetOfItsAdvertiser) {
  auto desk = BiddersDesk::Make(Mixed()).value();
  const std::vector<Money> left = {Money(3000), market::kNoLimit};
  desk.Plan(TickTime{0, 48}, left);
  desk.Plan(TickTime{1, 48}, left);
  const auto rows = desk.Signals(1);
  EXPECT_EQ(rows[0].value, 1.13) << "nothing spent of a budget: raised";
  EXPECT_EQ(rows[3].value, 1) << "no budget: stays";
}

TEST(BiddersDesk, RestoredMidRunItContinuesIdentically) {
  const auto spec = Mixed();
  auto through = BiddersDesk::Make(spec).value();
  auto restored = BiddersDesk::Make(spec).value();
  for (uint32_t tick = 0; tick < 10; ++tick) {
    if (tick == 4) {
      market::ArchiveWriter out;
      through.Save(out);
      market::ArchiveReader in(out.bytes());
      restored.Load(in);
      EXPECT_TRUE(in.done());
    }
    const TickTime time{tick, 48};
    const std::vector<Money> left = {Money(3000 - 90 * tick), market::kNoLimit};
    const auto bids = Bids(through.Plan(time, left));
    const auto tallies = Tallies(spec, 10 + tick);
    through.Learn(time, {tallies}, left);
    if (tick < 4) continue;
    EXPECT_EQ(Bids(restored.Plan(time, left)), bids) << "tick " << tick;
    restored.Learn(time, {tallies}, left);
    EXPECT_EQ(Values(restored), Values(through)) << "tick " << tick;
  }
}

TEST(BiddersDesk, NamesEveryCampaignAtFaultOnce) {
  auto spec = Market({Member("truthful", {}), Member("truthful", {}), Pid()});
  spec.campaigns[0].charge = market::Charge::kConversion;
  spec.campaigns[2].charge = market::Charge::kClick;
  const auto desk = BiddersDesk::Make(spec);
  ASSERT_FALSE(desk.ok());
  EXPECT_EQ(desk.error().message,
            "campaign 'c0': strategy: truthful: value_per_click_micros = 1000 "
            "with charge CONVERSION, but only conversions are paid for: it "
            "must be 0 (put the value into value_per_conversion_micros)\n"
            "campaign 'c2': strategy: pid: bids for one view, but charge is "
            "CLICK; it must be VIEW");
}

TEST(BiddersDesk, KnowsNoUnknownStrategy) {
  auto spec = Market({Member("truthful", {})});
  spec.campaigns[0].strategy.name = "truthfull";
  const auto desk = BiddersDesk::Make(spec);
  ASSERT_FALSE(desk.ok());
  EXPECT_NE(desk.error().message.find("no such strategy 'truthfull'"),
            std::string::npos)
      << desk.error().message;
}

}  // namespace
}  // namespace souk::tests
