#include "market/bid_landscape.h"

#include <gtest/gtest.h>

#include "market/bid_function.h"
#include "market/expected_events.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::MechanismNamed;

using Slots = std::vector<uint32_t>;

TEST(BidLandscape, OfGspIsThatOfTheTextbook) {
  const Columns columns = {{10e6, 8e6, 2e6}, {1, 1, 1}, {1, 0.5}};
  const auto steps = BidLandscape(*MechanismNamed("gsp"), columns.view(), 0);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[0].bid, 0);
  EXPECT_EQ(steps[0].slots, Slots());
  EXPECT_EQ(steps[0].price, 0);
  EXPECT_EQ(steps[1].bid, 2e6);  // wins ties: it stands first
  EXPECT_EQ(steps[1].slots, Slots({1}));
  EXPECT_EQ(steps[1].events, 0.5);
  EXPECT_EQ(steps[1].price, 2e6);
  EXPECT_EQ(steps[2].bid, 8e6);
  EXPECT_EQ(steps[2].slots, Slots({0}));
  EXPECT_EQ(steps[2].events, 1);
  EXPECT_EQ(steps[2].price, 8e6);
}

TEST(BidLandscape, OfALaterCandidateStepsOneMicroUnitBeyondATie) {
  const Columns columns = {{10e6, 8e6, 2e6}, {1, 1, 1}, {1, 0.5}};
  const auto steps =
      BidLandscape(*MechanismNamed("first_price"), columns.view(), 2);
  ASSERT_EQ(steps.size(), 3U);
  EXPECT_EQ(steps[1].bid, 8e6 + 1);
  EXPECT_EQ(steps[1].price, 8e6 + 1);
  EXPECT_EQ(steps[2].bid, 10e6 + 1);
}

TEST(BidLandscape, OfACandidateWithoutAChanceIsOneEmptyStep) {
  const Columns columns = {{10e6, 8e6}, {1, 0}, {1}};
  const auto steps = BidLandscape(*MechanismNamed("vcg"), columns.view(), 1);
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].slots, Slots());
}

class EveryBidLandscape : public testing::TestWithParam<MechanismEntry> {};

/// What a bid gets, with nothing of what is tested.
LandscapeStep Get(const Mechanism& mechanism, Columns columns, uint32_t who,
                  double bid) {
  columns.bid[who] = bid;
  Outcome outcome;
  mechanism.Clear(columns.view(), outcome);
  LandscapeStep got{.bid = bid, .slots = {}};
  for (const Award& award : outcome.awards()) {
    if (award.candidate == who) got.slots.push_back(award.slot);
  }
  got.events = ExpectedEvents(columns.view(), outcome, who);
  return got;
}

TEST_P(EveryBidLandscape, IsThatOfTryingEveryBid) {
  const MechanismEntry& entry = GetParam();
  const auto mechanism =
      test::MakeMechanism(entry, test::LeastParams(entry, 1));
  for (uint32_t i = 0; i < 40; ++i) {
    const Columns columns = entry.traits.joint
                                ? test::RandomJointAuction(test::kCoarse, i)
                                : test::RandomAuction(test::kCoarse, i);
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      const auto steps = BidLandscape(*mechanism, columns.view(), c);
      size_t at = 0;
      for (double bid = 0; bid <= 60; ++bid) {
        while (at + 1 < steps.size() && steps[at + 1].bid <= bid) ++at;
        const LandscapeStep got = Get(*mechanism, columns, c, bid);
        ASSERT_EQ(steps[at].slots, got.slots) << i << " " << c << " " << bid;
        ASSERT_EQ(steps[at].events, got.events) << i << " " << c << " " << bid;
      }
      ASSERT_LE(steps.back().bid, 1e6) << "a step of rounding";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, EveryBidLandscape,
                         testing::ValuesIn(Mechanisms().begin(),
                                           Mechanisms().end()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::market
