#include "market/regret.h"

#include <gtest/gtest.h>

#include "tests/support/joint_suite.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::JointSuite;
using test::kSuiteUnit;
using test::MechanismNamed;

constexpr RegretProbe kExact;
constexpr RegretProbe kGrid = {.estimator = RegretEstimator::kGrid};

std::vector<Regret> RegretsOf(const Mechanism& mechanism, RegretProbe probe,
                              const Columns& columns) {
  RegretMeter meter(mechanism, probe);
  std::vector<Regret> regrets;
  for (uint32_t i = 0; i < columns.bid.size(); ++i) {
    regrets.push_back(meter.Measure(columns.view(), i));
  }
  return regrets;
}

const Columns kTextbook = {{10e6, 8e6, 2e6}, {1, 1, 1}, {1, 0.5}};

TEST(Regret, OfGspIsThatOfTheTextbook) {
  const auto gsp = MechanismNamed("gsp");
  for (const RegretProbe& probe :
       {kExact, kGrid, RegretProbe{RegretEstimator::kDense, 0, 101}}) {
    const std::vector<Regret> regrets = RegretsOf(*gsp, probe, kTextbook);
    EXPECT_NEAR(regrets[0].utility, 2e6, 1);
    EXPECT_NEAR(regrets[0].regret, 2e6, 1);
    EXPECT_GT(regrets[0].best_bid, 1.9e6);
    EXPECT_LE(regrets[0].best_bid, 8e6);
    EXPECT_EQ(regrets[1].regret, 0);
    EXPECT_EQ(regrets[2].regret, 0);
    EXPECT_TRUE(regrets[1].won);
    EXPECT_FALSE(regrets[2].won);
  }
}

TEST(Regret, AtATieOfTheGridGoesToTheLowerNumber) {
  // 0.2 of 10 ties with candidate 2, 0.8 with candidate 1.
  const auto gsp = MechanismNamed("gsp");
  Columns columns = kTextbook;
  Outcome outcome;
  const double expected[] = {4, 4, 4, 2, 2, 2, 2, 2, 2, 2};
  for (int g = 1; g <= 10; ++g) {
    columns.bid[0] = 2e6 * g;
    gsp->Clear(columns.view(), outcome);
    EXPECT_NEAR(ExpectedUtility(columns.view(), outcome, 0, 10e6),
                expected[g - 1] * 1e6, 1)
        << g;
  }
}

/// Most that any whole bid up to `highest` gains.
double BruteForce(const Mechanism& mechanism, Columns columns,
                  uint32_t candidate, double highest) {
  const double value = columns.bid[candidate];
  Outcome outcome;
  const auto utility = [&](double bid) {
    columns.bid[candidate] = bid;
    mechanism.Clear(columns.view(), outcome);
    return ExpectedUtility(columns.view(), outcome, candidate, value);
  };
  const double honest = utility(value);
  double gain = 0;
  for (double bid = 0; bid <= highest; ++bid) {
    gain = std::max(gain, utility(bid) - honest);
  }
  return gain;
}

class ExactRegret : public testing::TestWithParam<MechanismEntry> {};

TEST_P(ExactRegret, IsThatOfTryingEveryBid) {
  const MechanismEntry& entry = GetParam();
  const auto mechanism =
      test::MakeMechanism(entry, test::LeastParams(entry, 1));
  for (uint32_t i = 0; i < 150; ++i) {
    const Columns columns = entry.traits.joint
                                ? test::RandomJointAuction(test::kCoarse, i)
                                : test::RandomAuction(test::kCoarse, i);
    RegretMeter meter(*mechanism, kExact);
    for (uint32_t c = 0; c < columns.bid.size(); ++c) {
      const Regret found = meter.Measure(columns.view(), c);
      ASSERT_NEAR(found.regret, BruteForce(*mechanism, columns, c, 60), 1e-9)
          << "auction " << i << " candidate " << c;
    }
  }
}

/// Those that expect events by rates and slot weights.
std::vector<MechanismEntry> SlotMechanisms() {
  std::vector<MechanismEntry> all;
  for (const MechanismEntry& entry : Mechanisms()) {
    if (!entry.traits.reads_as_cascade) all.push_back(entry);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Every, ExactRegret,
                         testing::ValuesIn(SlotMechanisms()),
                         [](const auto& test) { return test.param.name; });

/// Mean regret of a candidate, in units.
double MeanRegret(const char* mechanism, size_t setting, RegretProbe probe) {
  RegretTally tally;
  constexpr int64_t kProfiles = 400;
  const auto rule = MechanismNamed(mechanism);
  for (int64_t i = 0; i < kProfiles; ++i) {
    const Columns columns =
        test::SuiteAuction(JointSuite()[setting], test::ValuePrior::kUniform,
                           static_cast<uint64_t>(i));
    for (const Regret& one : RegretsOf(*rule, probe, columns)) {
      tally.Add(one);
    }
  }
  return tally.Figures(kProfiles).mean / kSuiteUnit;
}

TEST(JointRegret, AtTruthfulBidsIsTheKnownOne) {
  const RegretProbe dense = {RegretEstimator::kDense, kSuiteUnit, 101};
  struct Row {
    const char* mechanism;
    double regret[3];
  };
  const Row rows[] = {{"joint_first_price", {.162, .224, .133}},
                      {"joint_gsp_p", {.118, .149, .094}},
                      {"joint_gsp_c", {0, .018, .016}},
                      {"joint_vcg0", {0, 0, 0}}};
  for (const Row& row : rows) {
    for (size_t setting = 0; setting < 3; ++setting) {
      const double known = row.regret[setting];
      // Both are means of 400 profiles.
      const double slack = known > 0 ? 0.003 + 0.07 * known : 1e-6;
      EXPECT_NEAR(MeanRegret(row.mechanism, setting, dense), known, slack)
          << row.mechanism << " J" << setting + 1;
    }
  }
}

TEST(JointRegret, OfTruthfulMechanismsIsTheRoundingOfPrices) {
  for (const MechanismEntry& entry : SlotMechanisms()) {
    if (!entry.traits.truthful) continue;
    const auto mechanism =
        test::MakeMechanism(entry, test::LeastParams(entry, 300000));
    for (uint32_t i = 0; i < 100; ++i) {
      const Columns columns = entry.traits.joint
                                  ? test::RandomJointAuction(test::kFine, i)
                                  : test::RandomAuction(test::kFine, i);
      for (const Regret& one : RegretsOf(*mechanism, kExact, columns)) {
        ASSERT_LE(one.regret, 1) << entry.name;  // 1e-6 units
      }
    }
  }
}

TEST(RegretFigures, AreMeansPercentilesAndPsi) {
  RegretTally tally;
  for (int i = 1; i <= 200; ++i) {
    tally.Add(
        {.utility = 10, .regret = static_cast<double>(i), .won = i > 100});
  }
  tally.Add({.utility = 0, .regret = 7, .won = true});  // in no psi
  const RegretFigures figures = tally.Figures(50);
  EXPECT_EQ(figures.count, 201);
  EXPECT_NEAR(figures.mean, (20100 + 7) / 201.0, 1e-9);
  EXPECT_EQ(figures.p95, 190);
  EXPECT_EQ(figures.p99, 198);
  EXPECT_EQ(figures.max, 200);
  EXPECT_NEAR(*figures.psi, 15050 / 10.0 / 50, 1e-9);
  EXPECT_NEAR(*figures.psi_ratio, 15057 / 1000.0, 1e-9);
}

TEST(RegretFigures, HaveNoPsiWithoutUtility) {
  RegretTally tally;
  tally.Add({.utility = 0, .regret = 3, .won = true});
  EXPECT_FALSE(tally.Figures(1).psi);
  EXPECT_FALSE(tally.Figures(1).psi_ratio);
  EXPECT_EQ(RegretTally().Figures(0).count, 0);
}

}  // namespace
}  // namespace souk::market
