// Promises of every learned auctioneer, with a model of made-up weights. A new
// member needs one in tests/support/auctioneers.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "tests/support/auctioneers.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::tests {
namespace {

using market::Auction;
using market::Award;
using market::Outcome;
using test::Columns;

constexpr uint32_t kPages = 2000;

class AuctioneerConformance
    : public testing::TestWithParam<agents::AuctioneerEntry> {
 protected:
  AuctioneerConformance()
      : mechanism_(
            TryAuctioneer(GetParam(), ExampleModel(GetParam().name)).value()) {}

  Outcome Clear(const Columns& columns) const {
    Outcome outcome;
    mechanism_->Clear(columns.view(), outcome);
    return outcome;
  }
  const market::Mechanism& mechanism() const { return *mechanism_; }
  bool joint() const { return GetParam().traits.joint; }
  bool by_seat() const { return GetParam().fits != nullptr; }

  /// Of any number of candidates, slots and bundles, with ties and zeros.
  Columns AnyPage(uint32_t index) const {
    const auto& range = index % 2 ? test::kCoarse : test::kFine;
    Columns columns = test::RandomJointAuction(range, index);
    if (!joint()) columns.bundles.clear();
    return columns;
  }

 private:
  std::shared_ptr<const market::Mechanism> mechanism_;
};

bool Same(const Outcome& a, const Outcome& b) {
  return std::ranges::equal(
      a.awards(), b.awards(), [](const Award& one, const Award& other) {
        return one.slot == other.slot && one.candidate == other.candidate &&
               one.price == other.price;
      });
}

TEST_P(AuctioneerConformance, SameInputSameOutcome) {
  const auto again =
      TryAuctioneer(GetParam(), ExampleModel(GetParam().name)).value();
  Outcome reused;
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = AnyPage(i);
    again->Clear(columns.view(), reused);
    ASSERT_TRUE(Same(Clear(columns), reused));
  }
}

TEST_P(AuctioneerConformance, PricesAreWholeAndBetweenZeroAndTheBid) {
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = AnyPage(i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      ASSERT_EQ(award.price, std::floor(award.price));
      ASSERT_LE(award.price, columns.bid[award.candidate]);
      ASSERT_GE(award.price, 0);
    }
  }
}

TEST_P(AuctioneerConformance, WhoDoesNotBidOrHasNoChanceCannotWin) {
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = AnyPage(i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      ASSERT_GT(columns.bid[award.candidate], 0);
      ASSERT_GT(columns.rate[award.candidate], 0);
    }
  }
  EXPECT_EQ(Clear({{}, {}, {1, 0.5}}).size, 0U);
}

bool InBundle(const Columns& columns, uint32_t brand, uint32_t store) {
  return std::ranges::any_of(columns.bundles, [&](const market::Bundle& one) {
    return one.brand == brand && one.store == store;
  });
}

TEST_P(AuctioneerConformance, EverySlotShowsOneBundleOrCandidateEachOnce) {
  const size_t per_slot = joint() ? 2 : 1;
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = AnyPage(i);
    const Outcome outcome = Clear(columns);
    ASSERT_EQ(outcome.size % per_slot, 0U);
    std::set<std::pair<uint32_t, uint32_t>> shown;
    int64_t slot = -1;
    for (size_t a = 0; a < outcome.size; a += per_slot) {
      const Award& first = outcome.award[a];
      const Award& last = outcome.award[a + per_slot - 1];
      ASSERT_GT(int64_t{first.slot}, slot);
      ASSERT_EQ(first.slot, last.slot);
      slot = first.slot;
      ASSERT_TRUE(shown.emplace(first.candidate, last.candidate).second);
      if (joint()) {
        ASSERT_TRUE(InBundle(columns, first.candidate, last.candidate));
      }
    }
    ASSERT_LT(slot, static_cast<int64_t>(columns.slot_weight.size()));
  }
}

/// Whether reversed candidates get the same everywhere.
TEST_P(AuctioneerConformance,
       OrderOfCandidatesIsIrrelevantUnlessTheyHaveSeats) {
  bool same = true;
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = SmallPage(i);
    std::vector<uint32_t> place(columns.bid.size());
    std::iota(place.rbegin(), place.rend(), 0);
    Outcome moved = Clear(test::Permuted(columns, place));
    for (Award& award : moved.award) award.candidate = place[award.candidate];
    same = same && Same(Clear(columns), moved);
  }
  EXPECT_EQ(same, !by_seat());
}

TEST_P(AuctioneerConformance, IsAnonymousIfAndOnlyIfDeclared) {
  bool same = true;
  for (uint32_t i = 0; i < kPages; ++i) {
    same = same && test::SameForOtherCampaigns(mechanism(), SmallPage(i), i);
  }
  EXPECT_EQ(same, GetParam().traits.anonymous);
}

TEST_P(AuctioneerConformance, PaysOwnBidIfAndOnlyIfDeclared) {
  bool always = true;
  bool sold = false;
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = SmallPage(i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      sold = true;
      always = always && award.price == columns.bid[award.candidate];
    }
  }
  EXPECT_TRUE(sold);
  EXPECT_EQ(always, GetParam().traits.pays_own_bid);
}

/// There are more bundles, and more candidates, than slots.
TEST_P(AuctioneerConformance, LeavesSlotsEmptyIfAndOnlyIfDeclared) {
  bool left = false;
  for (uint32_t i = 0; i < kPages; ++i) {
    const Columns columns = SmallPage(i);
    const size_t shown = Clear(columns).size / (joint() ? 2 : 1);
    left = left || shown < columns.slot_weight.size();
  }
  EXPECT_EQ(left, GetParam().traits.may_leave_slots_empty);
}

/// The most that a candidate gains by a bid other than its value; values are
/// the bids of `truth`.
double GreatestGain(const market::Mechanism& mechanism, const Columns& truth,
                    size_t candidate) {
  const double value = truth.bid[candidate];
  Outcome outcome;
  mechanism.Clear(truth.view(), outcome);
  const double honest = test::Utility(truth, outcome, candidate, value);
  double gain = 0;
  Columns columns = truth;
  for (int step = 0; step <= 40; ++step) {
    columns.bid[candidate] = std::floor(value * step / 20);
    mechanism.Clear(columns.view(), outcome);
    gain = std::max(gain,
                    test::Utility(columns, outcome, candidate, value) - honest);
  }
  return gain;
}

TEST_P(AuctioneerConformance, IsTruthfulIfAndOnlyIfDeclared) {
  double gain = 0;
  for (uint32_t i = 0; i < 200; ++i) {
    const Columns columns = SmallPage(i);
    for (size_t c = 0; c < columns.bid.size(); ++c) {
      gain = std::max(gain, GreatestGain(mechanism(), columns, c));
    }
  }
  if (GetParam().traits.truthful) {
    EXPECT_LE(gain, 2.0);  // whole micro-units, in up to two slots
  } else {
    EXPECT_GT(gain, 2.0);
  }
}

TEST_P(AuctioneerConformance, MissesEveryTensorByName) {
  const market::TrainedModel whole = ExampleModel(GetParam().name);
  for (size_t i = 0; i < whole.tensors.size(); ++i) {
    market::TrainedModel model = whole;
    model.tensors.erase(model.tensors.begin() + static_cast<int64_t>(i));
    const auto made = TryAuctioneer(GetParam(), model);
    ASSERT_FALSE(made.ok()) << whole.tensors[i].name;
    EXPECT_FALSE(made.error().message.empty());
  }
}

TEST_P(AuctioneerConformance, SpeaksForItself) {
  EXPECT_FALSE(GetParam().help.empty());
  EXPECT_EQ(GetParam().help.find('\n'), std::string::npos);
  for (const market::ParamSpec& spec : GetParam().params) {
    EXPECT_FALSE(spec.help.empty()) << spec.name;
  }
}

TEST(Auctioneers, AreListedInOrderUnderNamesOfTheirOwn) {
  EXPECT_TRUE(std::ranges::is_sorted(agents::Auctioneers(),
                                     std::ranges::less_equal{},
                                     &agents::AuctioneerEntry::name));
  for (const market::MechanismEntry& entry : market::Mechanisms()) {
    for (const agents::AuctioneerEntry& learned : agents::Auctioneers()) {
      EXPECT_NE(entry.name, learned.name);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Every, AuctioneerConformance,
                         testing::ValuesIn(agents::Auctioneers().begin(),
                                           agents::Auctioneers().end()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::tests
