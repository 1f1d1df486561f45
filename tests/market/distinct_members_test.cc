// Joint auctions in which every brand and store gets at most one slot.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "market/expected_events.h"
#include "market/mechanisms/distinct_bundles.h"
#include "market/regret.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::FullGraph;
using test::JointAuction;

std::vector<ParamValue> Distinct(std::vector<ParamValue> more = {}) {
  more.push_back({"distinct_members", {1}, ""});
  return more;
}

Outcome Clear(const Mechanism& mechanism, const Columns& columns) {
  Outcome outcome;
  mechanism.Clear(columns.view(), outcome);
  return outcome;
}

/// Sum of bids times expected events.
double Welfare(const Columns& columns, const Outcome& outcome) {
  double welfare = 0;
  for (const Award& award : outcome.awards()) {
    welfare += columns.bid[award.candidate] *
               ExpectedEvents(columns.view(), outcome, award);
  }
  return welfare;
}

/// The greatest welfare, from every list there is.
double BruteForce(const Columns& columns) {
  std::set<uint32_t> used;
  const std::function<double(size_t)> from = [&](size_t slot) {
    double best = 0;
    if (slot == columns.slot_weight.size()) return best;
    for (const auto& [brand, store] : columns.bundles) {
      const bool bids = columns.bid[brand] > 0 && columns.bid[store] > 0 &&
                        columns.rate[brand] > 0 && columns.rate[store] > 0;
      if (!bids || used.contains(brand) || used.contains(store)) continue;
      used.insert({brand, store});
      const double rate = (columns.rate[brand] + columns.rate[store]) / 2;
      best = std::max(best, columns.slot_weight[slot] * rate *
                                    (columns.bid[brand] + columns.bid[store]) +
                                from(slot + 1));
      used.erase(brand);
      used.erase(store);
    }
    return best;
  };
  return from(0);
}

class DistinctMembers : public testing::TestWithParam<MechanismEntry> {
 protected:
  std::shared_ptr<const Mechanism> mechanism(double micros) const {
    return test::MakeMechanism(GetParam(),
                               Distinct(test::LeastParams(GetParam(), micros)));
  }
};

TEST_P(DistinctMembers, NobodyHasTwoSlotsOrPaysMoreThanTheBid) {
  const auto rule = mechanism(6);
  for (uint32_t i = 0; i < 3000; ++i) {
    const Columns columns = test::RandomJointAuction(test::kCoarse, i);
    const Outcome outcome = Clear(*rule, columns);
    std::set<uint32_t> won;
    for (const Award& award : outcome.awards()) {
      ASSERT_TRUE(won.insert(award.candidate).second);
      ASSERT_LE(award.price, columns.bid[award.candidate]);
      if (!GetParam().traits.may_pay_bidders) {
        ASSERT_GE(award.price, 0);
      }
    }
  }
}

TEST_P(DistinctMembers, NoBidGainsMoreThanRoundingIfTruthful) {
  const auto rule = mechanism(1);
  RegretMeter meter(*rule, {});
  double most = 0;
  for (uint32_t i = 0; i < 300; ++i) {
    Columns columns = test::RandomJointAuction(test::kCoarse, i);
    for (double& bid : columns.bid) bid *= 1e6;
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      if (columns.bid[c] == 0) continue;  // takes no part, even to be paid
      most = std::max(most, meter.Measure(columns.view(), c).regret);
    }
  }
  if (GetParam().traits.truthful) {
    EXPECT_LE(most, 2);  // micro-units
  } else {
    EXPECT_GT(most, 1e5);
  }
}

TEST_P(DistinctMembers, AreTheUsualRuleIfThereIsOneSlot) {
  const auto distinct = mechanism(1);
  const auto usual =
      test::MakeMechanism(GetParam(), test::LeastParams(GetParam(), 1));
  for (uint32_t i = 0; i < 500; ++i) {
    Columns columns = test::RandomJointAuction(test::kFine, i);
    columns.slot_weight.resize(1);
    const Outcome a = Clear(*distinct, columns), b = Clear(*usual, columns);
    ASSERT_EQ(a.size, b.size);
    for (size_t k = 0; k < a.size; ++k) {
      ASSERT_EQ(a.award[k].candidate, b.award[k].candidate);
      ASSERT_NEAR(a.award[k].price, b.award[k].price, 1);
    }
  }
}

std::vector<MechanismEntry> WithTheSwitch() {
  std::vector<MechanismEntry> found;
  for (const MechanismEntry& entry : Mechanisms()) {
    if (std::ranges::count(entry.params, "distinct_members", &ParamSpec::name) >
        0) {
      found.push_back(entry);
    }
  }
  return found;
}

INSTANTIATE_TEST_SUITE_P(Every, DistinctMembers,
                         testing::ValuesIn(WithTheSwitch()),
                         [](const auto& test) { return test.param.name; });

TEST(DistinctVcg0, PaysAsInTheTextbook) {
  const Columns columns =
      JointAuction({{6e6, 3e6}, {4e6, 2.5e6}}, FullGraph(2, 2), {1, 0.5});
  const auto rule = test::MechanismNamed("joint_vcg0", Distinct());
  const Outcome outcome = Clear(*rule, columns);
  ASSERT_EQ(outcome.size, 4U);
  const uint32_t winner[] = {0, 2, 1, 3};
  const double paid[] = {1.5e6, 1.25e6, 0, 0};
  for (size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(outcome.award[i].candidate, winner[i]);
    EXPECT_EQ(outcome.award[i].slot, i / 2);
    EXPECT_EQ(outcome.award[i].price * columns.slot_weight[i / 2], paid[i]);
  }
  EXPECT_EQ(Welfare(columns, outcome), 12.75e6);
}

TEST(DistinctVcg0, HasTheGreatestWelfareOfAllLists) {
  const auto vcg = test::MechanismNamed("joint_vcg0", Distinct());
  const auto first = test::MechanismNamed("joint_first_price", Distinct());
  for (uint32_t i = 0; i < 2000; ++i) {
    const Columns columns =
        test::RandomJointAuction(i % 2 ? test::kFine : test::kCoarse, i);
    const double best = BruteForce(columns);
    ASSERT_NEAR(Welfare(columns, Clear(*vcg, columns)), best, 1e-12 * best);
    ASSERT_NEAR(Welfare(columns, Clear(*first, columns)), best, 1e-12 * best);
  }
}

/// A page of `size` brands and stores, everybody with everybody.
Columns LargePage(uint32_t size, size_t slots, uint32_t index) {
  const Stream stream(31, 0, Purpose::kTest);
  const auto bids = [&](uint32_t side) {
    std::vector<double> bid;
    for (uint32_t i = 0; i < size; ++i) {
      bid.push_back(1 + std::floor(1e6 * stream.Uniform(index, side, i)));
    }
    return bid;
  };
  std::vector<double> slot_weight;
  for (size_t k = 0; k < slots; ++k) {
    slot_weight.push_back(1 / static_cast<double>(k + 1));
  }
  Columns columns =
      JointAuction({bids(0), bids(1)}, FullGraph(size, size), slot_weight);
  for (uint32_t i = 0; i < 2 * size; ++i) {
    columns.rate[i] = stream.Uniform(index, 2, i);
  }
  return columns;
}

TEST(DistinctVcg0, HasTheGreatestWelfareOfLargerPages) {
  const auto vcg = test::MechanismNamed("joint_vcg0", Distinct());
  for (uint32_t i = 0; i < 60; ++i) {
    const Columns columns = LargePage(5, 4, i);
    const double best = BruteForce(columns);
    ASSERT_NEAR(Welfare(columns, Clear(*vcg, columns)), best, 1e-12 * best);
  }
}

TEST(DistinctMembersOfJointOpt, DoNotGoWithFill) {
  const MechanismEntry& entry =
      *std::ranges::find(Mechanisms(), "joint_opt", &MechanismEntry::name);
  auto given = Distinct(test::LeastParams(entry, 1));
  given.push_back({"fill", {1}, ""});
  const auto made = entry.make(ParamSet::Make(entry.params, given).value());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().message,
            "joint_opt cannot have both fill: 1 and distinct_members: 1; "
            "leave one of them 0");
}

TEST(DistinctVcg0, FillsTheSlotsOfALargePageInTime) {
  const auto rule = test::MechanismNamed("joint_vcg0", Distinct());
  EXPECT_EQ(Clear(*rule, LargePage(32, 32, 0)).size, 64U);
}

}  // namespace
}  // namespace souk::market
