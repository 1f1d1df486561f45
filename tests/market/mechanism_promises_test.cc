// More promises of mechanisms that award slots to single candidates: what they
// declare, under the click rates that they expect.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <future>

#include "market/auction.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::kCoarse;
using test::kFine;
using test::RandomAuction;

constexpr uint32_t kAuctions = 3000;

class MechanismPromises : public testing::TestWithParam<MechanismEntry> {
 protected:
  /// With priors under which every whole bid may win.
  std::shared_ptr<const Mechanism> Make() const {
    return test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 1));
  }
  Outcome Clear(const Columns& columns) const {
    Outcome outcome;
    Make()->Clear(columns.view(), outcome);
    return outcome;
  }
};

TEST_P(MechanismPromises, AHigherBidNeverLosesEvents) {
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomAuction(kCoarse, i);
    const Outcome outcome = Clear(columns);
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      Columns raised = columns;
      raised.bid[c] += 1 + i % 5;
      ASSERT_GE(test::ExpectedEvents(GetParam(), raised, Clear(raised), c),
                test::ExpectedEvents(GetParam(), columns, outcome, c) - 1e-12);
    }
  }
}

TEST_P(MechanismPromises, NobodyLosesByBiddingTheValueOnManyPages) {
  const auto mechanism = Make();
  Outcome outcome;
  for (uint32_t i = 0; i < 100000; ++i) {
    const Columns columns = RandomAuction(i % 2 == 0 ? kCoarse : kFine, i);
    mechanism->Clear(columns.view(), outcome);
    for (const Award& award : outcome.awards()) {
      ASSERT_GE(award.price, 0);
      ASSERT_LE(award.price, columns.bid[award.candidate]);
    }
  }
}

TEST_P(MechanismPromises, ThreadsDoNotDisturbEachOther) {
  const auto mechanism = Make();
  const auto digest = [&] {
    double sum = 0;
    Outcome outcome;
    for (uint32_t i = 0; i < kAuctions; ++i) {
      const Columns columns = RandomAuction(kFine, i);
      mechanism->Clear(columns.view(), outcome);
      for (const Award& award : outcome.awards()) {
        sum = sum / 2 + award.price * (1 + award.slot) + award.candidate;
      }
    }
    return sum;
  };
  auto other = std::async(std::launch::async, digest);
  const double here = digest();
  EXPECT_EQ(here, other.get());
}

size_t Bidders(const Columns& columns) {
  size_t bidders = 0;
  for (size_t c = 0; c < columns.bid.size(); ++c) {
    bidders += columns.bid[c] > 0 && columns.rate[c] > 0 ? 1 : 0;
  }
  return bidders;
}

/// With the priors of some mechanisms around the middle of the coarse bids.
TEST_P(MechanismPromises, LeavesSlotsEmptyIfAndOnlyIfDeclared) {
  const auto mechanism =
      test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 6));
  bool left = false;
  Outcome outcome;
  for (uint32_t i = 0; i < kAuctions; ++i) {
    const Columns columns = RandomAuction(kCoarse, i);
    mechanism->Clear(columns.view(), outcome);
    left = left || outcome.size <
                       std::min(Bidders(columns), columns.slot_weight.size());
  }
  EXPECT_EQ(left, GetParam().traits.may_leave_slots_empty);
}

/// Whether campaigns with other weights and boosts get the same.
TEST_P(MechanismPromises, IsAnonymousIfAndOnlyIfDeclared) {
  const auto mechanism =
      test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 1));
  bool same = true;
  for (uint32_t i = 0; i < 300; ++i) {
    same = same &&
           test::SameForOtherCampaigns(*mechanism, RandomAuction(kFine, i), i);
  }
  EXPECT_EQ(same, GetParam().traits.anonymous);
}

/// Bids that may change what `candidate` wins: a grid, and the two sides of
/// every bid that makes its score that of a rival.
std::vector<double> OtherBids(const Columns& truth, size_t candidate) {
  std::vector<double> bids;
  for (int step = 0; step <= 40; ++step) {
    bids.push_back(std::floor(truth.bid[candidate] * step / 20));
  }
  if (truth.rate[candidate] == 0) return bids;
  for (size_t j = 0; j < truth.bid.size(); ++j) {
    const double meet =
        std::floor(truth.bid[j] * truth.rate[j] / truth.rate[candidate]);
    if (meet > 1e9) continue;
    bids.insert(bids.end(), {meet, meet + 1});
  }
  return bids;
}

/// The most that a candidate gains by a bid other than its value; values are
/// the bids of `truth`.
double GreatestGain(const MechanismEntry& entry, const Mechanism& mechanism,
                    const Columns& truth, size_t candidate) {
  const double value = truth.bid[candidate];
  Columns columns = truth;
  const auto utility = [&] {
    Outcome outcome;
    mechanism.Clear(columns.view(), outcome);
    for (const Award& award : outcome.awards()) {
      if (award.candidate != candidate) continue;
      return test::ExpectedEvents(entry, columns, outcome, candidate) *
             (value - award.price);
    }
    return 0.0;
  };
  const double honest = utility();
  double gain = 0;
  for (double bid : OtherBids(truth, candidate)) {
    columns.bid[candidate] = bid;
    gain = std::max(gain, utility() - honest);
  }
  return gain;
}

TEST_P(MechanismPromises, NoBidGainsIfAndOnlyIfDeclared) {
  double gain = 0;
  const auto mechanism = Make();
  for (uint32_t i = 0; i < 500; ++i) {
    const Columns columns = RandomAuction(kFine, i);
    for (size_t c = 0; c < columns.bid.size(); ++c) {
      gain = std::max(gain, GreatestGain(GetParam(), *mechanism, columns, c));
    }
  }
  if (GetParam().traits.truthful) {
    EXPECT_LE(gain, 1.0);  // prices are rounded to whole micro-units
  } else {
    EXPECT_GT(gain, 1.0);
  }
}

/// Those that need more than columns of single candidates award nothing here.
std::vector<MechanismEntry> PlainMechanisms() {
  std::vector<MechanismEntry> plain;
  for (const MechanismEntry& entry : Mechanisms()) {
    const Columns page = {{7}, {1}, {1}};
    Outcome outcome;
    test::MakeMechanism(entry, test::LeastParams(entry, 1))
        ->Clear(page.view(), outcome);
    if (outcome.size > 0) plain.push_back(entry);
  }
  return plain;
}

INSTANTIATE_TEST_SUITE_P(Every, MechanismPromises,
                         testing::ValuesIn(PlainMechanisms()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::market
