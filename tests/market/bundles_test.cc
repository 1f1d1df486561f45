#include "market/bundles.h"

#include <gtest/gtest.h>

#include "market/exchange.h"
#include "tests/support/small_market.h"

namespace souk::market {
namespace {

using tests::SmallMarket;

/// Brands 0 and 1, stores 2 and 3; 0 - 2, 0 - 3 and 1 - 3 are related. One line
/// each on channel 0, in the order 2, 0, 3, 1.
SmallMarket JointMarket(const std::string& mechanism) {
  SmallMarket market;
  market.AddChannel({1, 1, 0.5});
  market.spec->channels[0].mechanism = tests::DefaultMechanism(mechanism);
  market.spec->channels[0].traits.joint = true;
  for (const size_t advertiser : {2U, 0U, 3U, 1U}) market.AddLine(advertiser);
  for (const auto& [brand, store] :
       {std::pair(0U, 2U), std::pair(0U, 3U), std::pair(1U, 3U)}) {
    market.spec->relations.push_back(
        {AdvertiserId(brand), AdvertiserId(store)});
  }
  return market;
}

using Pairs = std::vector<std::pair<uint32_t, uint32_t>>;

Pairs Among(const SmallMarket& market, const std::vector<uint32_t>& lines) {
  Pairs pairs;
  for (const Bundle& one : BundlesAmong(*market.spec, lines)) {
    pairs.emplace_back(one.brand, one.store);
  }
  return pairs;
}

TEST(Bundles, JoinTheLinesOfRelatedAdvertisers) {
  const SmallMarket market = JointMarket("joint_vcg0");
  EXPECT_EQ(Among(market, {0, 1, 2, 3}), Pairs({{1, 0}, {1, 2}, {3, 2}}));
  EXPECT_EQ(Among(market, {1, 2}), Pairs({{0, 1}}));
  EXPECT_EQ(Among(market, {0, 3}), Pairs());
  EXPECT_EQ(BundlesOfAdvertiser(*market.spec),
            std::vector<int64_t>({1, 2, 2, 1}));
}

TEST(Bundles, OfAChannelThatIsNotJointCountForNothing) {
  SmallMarket market = JointMarket("joint_vcg0");
  market.spec->channels[0].traits.joint = false;
  EXPECT_EQ(BundlesOfAdvertiser(*market.spec), std::vector<int64_t>(4, 0));
}

TEST(Bundles, ShareTheMeanOfClicksAndOfConversionsPerView) {
  const Rates shared = SharedRates({0.3, 0.5}, {0.1, 1});
  EXPECT_DOUBLE_EQ(shared.click, 0.2);
  EXPECT_DOUBLE_EQ(shared.click * shared.conversion, (0.15 + 0.1) / 2);
  EXPECT_EQ(SharedRates({0, 1}, {0, 1}).conversion, 0);
}

TEST(Bundles, AreServedWithinTheLeasesOfBothMembers) {
  const SmallMarket market = JointMarket("joint_first_price");
  Exchange exchange(market.spec, CellId(0));
  const std::vector<Money> leases = {Money(101), Money(50), Money(60),
                                     Money(201)};
  auto bids = std::make_shared<BidSheet>();
  for (int line = 0; line < 4; ++line) {
    bids->emplace_back().linear.constant = 100;
  }
  exchange.OpenTick({}, leases, bids);
  PageBatch batch;
  batch.pages.push_back({});
  ServedBatch served;
  exchange.Serve(batch, served);
  // Advertisers 0 and 3 may win two slots: their caps are 101 / 2 and 201 / 2.
  // Bundles 0 - 2: 50 + 60, 0 - 3: 50 + 100, 1 - 3: 50 + 100.
  ASSERT_EQ(served.awards.size(), 6U);
  const std::vector<std::array<int64_t, 3>> expected = {
      {0, 1, 50}, {0, 2, 100}, {1, 3, 50}, {1, 2, 100}, {2, 1, 50}, {2, 0, 60}};
  for (size_t i = 0; i < expected.size(); ++i) {
    const ServedAward& award = served.awards[i];
    EXPECT_EQ(
        (std::array<int64_t, 3>{award.slot, award.line, award.price.micros}),
        expected[i])
        << "award " << i;
  }
  exchange.Settle(served, {std::vector<SlotResponse>(6, {.examined = true})});
  EXPECT_EQ(exchange.CloseTick().spent,
            std::vector<Money>({Money(100), Money(50), Money(60), Money(200)}));
}

}  // namespace
}  // namespace souk::market
