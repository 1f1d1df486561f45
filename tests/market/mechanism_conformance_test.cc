// The promises of every mechanism in the registry, and of those that award
// slots to single candidates (PlainConformance); joint_conformance_test.cc has
// those of the others.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "market/auction.h"
#include "market/random.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::kCoarse;
using test::kFine;
using test::RandomAuction;

constexpr uint32_t kAuctions = 3000;

bool HasReserve(const MechanismEntry& entry) {
  return std::ranges::any_of(entry.params, [](const ParamSpec& spec) {
    return spec.name == "reserve_micros";
  });
}

/// The mechanism with its defaults and the given reserve, if it has one.
std::shared_ptr<const Mechanism> Make(const MechanismEntry& entry,
                                      double reserve) {
  std::vector<ParamValue> given = test::LeastParams(entry, 1);
  if (HasReserve(entry)) given.push_back({"reserve_micros", {reserve}, ""});
  return test::MakeMechanism(entry, given);
}

class MechanismConformance : public testing::TestWithParam<MechanismEntry> {
 protected:
  Outcome Clear(const Columns& columns, double reserve = 0) const {
    Outcome outcome;
    Make(GetParam(), reserve)->Clear(columns.view(), outcome);
    return outcome;
  }
  Columns Random(const test::AuctionRange& range, uint32_t index) const {
    return GetParam().traits.joint ? test::RandomJointAuction(range, index)
                                   : RandomAuction(range, index);
  }
  /// How many of `slots` sell to that many eligible candidates.
  static size_t Sold(size_t eligible, size_t slots) {
    const bool last_loses = GetParam().traits.needs_runner_up && eligible > 0;
    return std::min(eligible - (last_loses ? 1 : 0), slots);
  }
};

/// Of mechanisms that look at no bundles.
class PlainConformance : public MechanismConformance {};

void ExpectSame(const Outcome& a, const Outcome& b) {
  ASSERT_EQ(a.size, b.size);
  for (size_t i = 0; i < a.size; ++i) {
    ASSERT_EQ(a.award[i].slot, b.award[i].slot);
    ASSERT_EQ(a.award[i].candidate, b.award[i].candidate);
    ASSERT_EQ(a.award[i].price, b.award[i].price);
  }
}

TEST_P(MechanismConformance, SameInputSameOutcome) {
  Outcome reused;
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = Random(kCoarse, i);
    Make(GetParam(), 0)->Clear(columns.view(), reused);
    ExpectSame(Clear(columns), reused);
  }
}

/// Candidates of a fine auction that stand for no tie.
bool TieFree(const Columns& columns) {
  std::vector<double> scores;
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    scores.push_back(columns.bid[i] * columns.rate[i]);
  }
  std::ranges::sort(scores);
  return std::ranges::adjacent_find(scores) == scores.end();
}

TEST_P(MechanismConformance, OrderOfCandidatesIsIrrelevant) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = Random(kFine, i);
    if (!TieFree(columns)) continue;
    std::vector<uint32_t> place(columns.bid.size());
    std::iota(place.rbegin(), place.rend(), 0);
    Outcome outcome = Clear(test::Permuted(columns, place), 1000);
    const auto last = static_cast<uint32_t>(columns.bid.size()) - 1;
    for (Award& award : outcome.award) award.candidate = last - award.candidate;
    ExpectSame(Clear(columns, 1000), outcome);
  }
}

TEST_P(PlainConformance, NoBidsNoAwards) {
  EXPECT_EQ(Clear({{}, {}, {1, 0.5}}).size, 0U);
  EXPECT_EQ(Clear({{0, 0}, {1, 1}, {1, 0.5}}).size, 0U);
}

TEST_P(PlainConformance, CandidatesWithoutAChanceOfAnEventCannotWin) {
  const Outcome outcome = Clear({{9, 2, 1}, {0, 0.5, 0.5}, {1, 0.5, 0.25}});
  ASSERT_EQ(outcome.size, Sold(2, 3));
  EXPECT_EQ(outcome.award[0].candidate, 1U);
}

TEST_P(PlainConformance, OneBidderGetsTheTopSlotUnlessItNeedsARunnerUp) {
  const Outcome outcome = Clear({{100}, {0.5}, {1, 0.5, 0.25}}, 40);
  ASSERT_EQ(outcome.size, Sold(1, 3));
  if (outcome.size == 0) return;
  EXPECT_EQ(outcome.award[0].slot, 0U);
  EXPECT_GE(outcome.award[0].price, HasReserve(GetParam()) ? 40 : 0);
  EXPECT_LE(outcome.award[0].price, 100);
}

TEST_P(PlainConformance, MoreSlotsThanBiddersLeavesTheLastEmpty) {
  EXPECT_EQ(Clear({{5, 7}, {0.5, 0.5}, {1, 0.5, 0.25, 0.125}}).size,
            Sold(2, 4));
}

TEST_P(PlainConformance, EqualCandidatesWinInOrderOfPosition) {
  const Outcome outcome = Clear({{5, 5, 5, 5}, {0.5, 0.5, 0.5, 0.5}, {1, 0.5}});
  ASSERT_EQ(outcome.size, 2U);
  EXPECT_EQ(outcome.award[0].candidate, 0U);
  EXPECT_EQ(outcome.award[1].candidate, 1U);
}

TEST_P(PlainConformance, NobodyWinsBelowTheReserve) {
  if (!HasReserve(GetParam())) GTEST_SKIP() << "has no reserve";
  EXPECT_EQ(Clear({{5, 7}, {1, 1}, {1, 0.5}}, 8).size, 0U);
  EXPECT_EQ(Clear({{5, 7}, {1, 1}, {1, 0.5}}, 7).size, Sold(1, 2));
  EXPECT_EQ(Clear({{5, 8, 9}, {1, 1, 1}, {1, 0.5}}, 7).size, Sold(2, 2));
}

TEST_P(PlainConformance, SlotsAscendWithoutGapsAndNobodyWinsTwice) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomAuction(kCoarse, i);
    const Outcome outcome = Clear(columns);
    ASSERT_LE(outcome.size, columns.slot_weight.size());
    std::vector<bool> won(columns.bid.size());
    for (uint32_t k = 0; k < outcome.size; ++k) {
      ASSERT_EQ(outcome.award[k].slot, k);
      ASSERT_LT(outcome.award[k].candidate, won.size());
      ASSERT_FALSE(won[outcome.award[k].candidate]);
      won[outcome.award[k].candidate] = true;
    }
  }
}

TEST_P(PlainConformance, SlotsStayEmptyOnlyForLackOfBidders) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomAuction(kCoarse, i);
    size_t eligible = 0;
    for (size_t c = 0; c < columns.bid.size(); ++c) {
      eligible += columns.bid[c] > 0 && columns.rate[c] > 0 ? 1 : 0;
    }
    ASSERT_EQ(Clear(columns).size, Sold(eligible, columns.slot_weight.size()));
  }
}

TEST_P(MechanismConformance, PricesAreWholeAndBetweenReserveAndBid) {
  for (double reserve : {0.0, 3.0, 7.0, 100.0, 400000.0}) {
    for (uint32_t i = 0; i < kAuctions; ++i) {
      const Columns columns = Random(reserve < 20 ? kCoarse : kFine, i);
      const Outcome outcome = Clear(columns, reserve);
      for (const Award& award : outcome.awards()) {
        ASSERT_EQ(award.price, std::floor(award.price));
        ASSERT_LE(award.price, columns.bid[award.candidate]);
        if (GetParam().traits.may_pay_bidders) continue;
        ASSERT_GE(award.price, HasReserve(GetParam()) ? reserve : 0);
      }
    }
  }
}

uint32_t SlotOf(const Outcome& outcome, uint32_t candidate) {
  for (const Award& award : outcome.awards()) {
    if (award.candidate == candidate) return award.slot;
  }
  return kMaxSlots;
}

TEST_P(PlainConformance, AHigherBidNeverLosesASlot) {
  // An ad that is read on from well may stand above better ones.
  if (GetParam().traits.reads_as_cascade) GTEST_SKIP() << "loses no events";
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomAuction(kCoarse, i);
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      Columns raised = columns;
      raised.bid[c] += 1 + i % 5;
      ASSERT_LE(SlotOf(Clear(raised), c), SlotOf(Clear(columns), c));
    }
  }
}

TEST_P(MechanismConformance, PaysOwnBidIfAndOnlyIfDeclared) {
  bool always = true;
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = Random(kCoarse, i);
    const Outcome outcome = Clear(columns);
    for (const Award& award : outcome.awards()) {
      always = always && award.price == columns.bid[award.candidate];
    }
  }
  EXPECT_EQ(always, GetParam().traits.pays_own_bid);
}

/// The most that a candidate gains by a bid other than its value; values are
/// the bids of `truth`.
double GreatestGain(const Mechanism& mechanism, const Columns& truth,
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

TEST_P(MechanismConformance, IsTruthfulIfAndOnlyIfDeclared) {
  if (GetParam().traits.reads_as_cascade) GTEST_SKIP() << "other click rates";
  double gain = 0;
  for (double reserve : {0.0, 200000.0}) {
    const auto mechanism = Make(GetParam(), reserve);
    for (uint32_t i = 0; i < 500; ++i) {
      const Columns columns = Random(kFine, i);
      for (size_t c = 0; c < columns.bid.size(); ++c) {
        gain = std::max(gain, GreatestGain(*mechanism, columns, c));
      }
    }
  }
  if (GetParam().traits.truthful) {
    EXPECT_LE(gain, 1.0);  // prices are rounded to whole micro-units
  } else {
    EXPECT_GT(gain, 1.0);
  }
}

TEST_P(MechanismConformance, SpeaksForItself) {
  EXPECT_FALSE(GetParam().help.empty());
  EXPECT_EQ(GetParam().help.find('\n'), std::string::npos);
  for (const ParamSpec& spec : GetParam().params) {
    EXPECT_FALSE(spec.help.empty()) << spec.name;
  }
}

TEST(Mechanisms, AreListedInAlphabeticalOrder) {
  EXPECT_TRUE(std::ranges::is_sorted(Mechanisms(), std::ranges::less_equal{},
                                     &MechanismEntry::name));
}

TEST_P(PlainConformance, BundlesChangeNothing) {
  for (uint32_t i = 0; i < kAuctions / 10; ++i) {
    Columns columns = test::RandomJointAuction(kCoarse, i);
    const Outcome with = Clear(columns);
    columns.bundles.clear();
    ExpectSame(with, Clear(columns));
  }
}

std::vector<MechanismEntry> PlainMechanisms() {
  std::vector<MechanismEntry> plain;
  for (const MechanismEntry& entry : Mechanisms()) {
    if (!entry.traits.joint) plain.push_back(entry);
  }
  return plain;
}

INSTANTIATE_TEST_SUITE_P(Every, PlainConformance,
                         testing::ValuesIn(PlainMechanisms()),
                         [](const auto& test) { return test.param.name; });

INSTANTIATE_TEST_SUITE_P(Every, MechanismConformance,
                         testing::ValuesIn(Mechanisms().begin(),
                                           Mechanisms().end()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::market
