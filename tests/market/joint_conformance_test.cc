// The promises of every mechanism that awards slots by bundles.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "market/auction.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::kCoarse;
using test::kFine;
using test::RandomJointAuction;

constexpr uint32_t kAuctions = 3000;
constexpr uint32_t kRequests = 100000;

class JointConformance : public testing::TestWithParam<MechanismEntry> {
 protected:
  JointConformance()
      : mechanism_(test::MakeMechanism(GetParam(),
                                       test::LeastParams(GetParam(), 1))) {}

  Outcome Clear(const Columns& columns) const {
    Outcome outcome;
    mechanism_->Clear(columns.view(), outcome);
    return outcome;
  }
  bool stores_only() const { return GetParam().name.starts_with("stores_"); }

 private:
  std::shared_ptr<const Mechanism> mechanism_;
};

bool Bids(const Columns& columns, uint32_t candidate) {
  return columns.bid[candidate] > 0 && columns.rate[candidate] > 0;
}

bool InBundle(const Columns& columns, uint32_t brand, uint32_t store) {
  return std::ranges::any_of(columns.bundles, [&](const Bundle& one) {
    return one.brand == brand && one.store == store;
  });
}

TEST_P(JointConformance, WithoutBundlesNobodyWins) {
  EXPECT_EQ(Clear({{5, 7}, {1, 1}, {1, 0.5}}).size, 0U);
  EXPECT_EQ(Clear({{}, {}, {1, 0.5}}).size, 0U);
}

TEST_P(JointConformance, WhoDoesNotBidOrHasNoChanceCannotWin) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomJointAuction(kCoarse, i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      ASSERT_TRUE(Bids(columns, award.candidate));
    }
  }
}

/// Without bundles of somebody who does not bid; stores: as if in one.
size_t Eligible(const Columns& columns, bool stores_only) {
  std::set<std::pair<uint32_t, uint32_t>> eligible;
  for (const Bundle& one : columns.bundles) {
    const bool brand = stores_only || Bids(columns, one.brand);
    if (brand && Bids(columns, one.store)) {
      eligible.emplace(stores_only ? 0 : one.brand, one.store);
    }
  }
  return eligible.size();
}

TEST_P(JointConformance, SlotsAreFilledFromTheTopWithBundlesOrStores) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomJointAuction(kCoarse, i);
    const Outcome outcome = Clear(columns);
    const size_t per_slot = stores_only() ? 1 : 2;
    const size_t filled =
        std::min(Eligible(columns, stores_only()), columns.slot_weight.size());
    ASSERT_EQ(outcome.size, per_slot * filled);
    std::set<std::pair<uint32_t, uint32_t>> won;
    for (size_t a = 0; a < outcome.size; a += per_slot) {
      const Award& first = outcome.award[a];
      const Award& last = outcome.award[a + per_slot - 1];
      ASSERT_EQ(first.slot, a / per_slot);
      ASSERT_EQ(last.slot, first.slot);
      ASSERT_TRUE(won.emplace(first.candidate, last.candidate).second);
      if (!stores_only()) {
        ASSERT_TRUE(InBundle(columns, first.candidate, last.candidate));
      }
    }
  }
}

TEST_P(JointConformance, NobodyPaysMoreThanTheBidOnManyRequests) {
  bool paid_out = false;
  for (uint32_t i = 0; i < kRequests; ++i) {
    const Columns columns = RandomJointAuction(i % 2 ? kCoarse : kFine, i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      ASSERT_LE(award.price, columns.bid[award.candidate]);
      paid_out = paid_out || award.price < 0;
    }
  }
  EXPECT_EQ(paid_out, GetParam().traits.may_pay_bidders);
}

/// A permutation of `size` candidates that depends on `index`.
std::vector<uint32_t> Shuffled(size_t size, uint32_t index) {
  const Stream stream(19, 0, Purpose::kTest);
  std::vector<uint32_t> place(size);
  std::iota(place.begin(), place.end(), 0U);
  for (uint32_t i = 0; i + 1 < size; ++i) {
    std::swap(place[i], place[i + stream.Integer(size - i, index, 0, i)]);
  }
  return place;
}

TEST_P(JointConformance, NamesAndOrderOfBrandsAndStoresAreIrrelevant) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    Columns columns = RandomJointAuction(kFine, i);
    const auto place = Shuffled(columns.bid.size(), i);
    const Outcome here = Clear(columns);
    const Outcome there = Clear(test::Permuted(columns, place));
    ASSERT_EQ(here.size, there.size);
    for (size_t a = 0; a < here.size; ++a) {
      ASSERT_EQ(there.award[a].slot, here.award[a].slot);
      ASSERT_EQ(there.award[a].candidate, place[here.award[a].candidate]);
      ASSERT_EQ(there.award[a].price, here.award[a].price);
    }
  }
}

TEST_P(JointConformance, AHigherBidNeverLosesEvents) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomJointAuction(kCoarse, i);
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      Columns raised = columns;
      raised.bid[c] += 1 + i % 5;
      ASSERT_GE(ExpectedEvents(raised.view(), Clear(raised), c),
                ExpectedEvents(columns.view(), Clear(columns), c) - 1e-9);
    }
  }
}

/// With the priors of some mechanisms around the middle of the coarse bids.
TEST_P(JointConformance, LeavesSlotsEmptyIfAndOnlyIfDeclared) {
  const auto mechanism =
      test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 6));
  bool left = false;
  Outcome outcome;
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomJointAuction(kCoarse, i);
    mechanism->Clear(columns.view(), outcome);
    const size_t filled = outcome.size / (stores_only() ? 1 : 2);
    left = left || filled < std::min(Eligible(columns, stores_only()),
                                     columns.slot_weight.size());
  }
  EXPECT_EQ(left, GetParam().traits.may_leave_slots_empty);
}

/// Whether campaigns with other weights get the same.
TEST_P(JointConformance, IsAnonymousIfAndOnlyIfDeclared) {
  const auto mechanism =
      test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 1));
  bool same = true;
  for (uint32_t i = 0; i < kAuctions; ++i) {
    same = same && test::SameForOtherCampaigns(*mechanism,
                                               RandomJointAuction(kFine, i), i);
  }
  EXPECT_EQ(same, GetParam().traits.anonymous);
}

std::vector<MechanismEntry> JointMechanisms() {
  std::vector<MechanismEntry> joint;
  for (const MechanismEntry& entry : Mechanisms()) {
    if (entry.traits.joint) joint.push_back(entry);
  }
  return joint;
}

INSTANTIATE_TEST_SUITE_P(Every, JointConformance,
                         testing::ValuesIn(JointMechanisms()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::market
