// Welfare and revenue of the joint suite against figures that were computed
// elsewhere, and against exact values.
#include <gtest/gtest.h>

#include <map>

#include "tests/support/joint_suite.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Average;
using test::JointSetting;
using test::JointSuite;
using test::kSuiteUnit;
using test::ValuePrior;

/// Standard error of the published figures, at most.
constexpr double kTheirError = 0.0026;
constexpr size_t kRules = 7;

/// A mechanism of the suite and its priors.
struct Rule {
  std::string mechanism;
  double fill = 0;
};

const Rule kRule[kRules] = {
    {"joint_vcg0"}, {"joint_vcg_absent"}, {"joint_gsp_p"},   {"joint_opt", 1},
    {"joint_opt"},  {"stores_gsp"},       {"stores_myerson"}};

std::vector<ParamValue> PriorParams(const std::string& side, ValuePrior prior) {
  if (prior == ValuePrior::kUniform) {
    return {{side + "uniform_high_micros", {kSuiteUnit}, ""}};
  }
  return {{side + "exponential_mean_micros", {kSuiteUnit}, ""},
          {side + "cap_micros", {kSuiteUnit}, ""}};
}

std::shared_ptr<const Mechanism> Make(const Rule& rule, ValuePrior prior) {
  if (rule.mechanism == "stores_myerson") {
    return test::MechanismNamed(rule.mechanism, PriorParams("", prior));
  }
  if (rule.mechanism != "joint_opt") {
    return test::MechanismNamed(rule.mechanism);
  }
  std::vector<ParamValue> given = PriorParams("brand_", prior);
  for (const ParamValue& one : PriorParams("store_", prior)) {
    given.push_back(one);
  }
  given.push_back({"fill", {rule.fill}, ""});
  return test::MechanismNamed(rule.mechanism, given);
}

struct Row {
  const char* setting;
  ValuePrior prior;
  double welfare;
  double revenue[kRules];
};

constexpr ValuePrior kU = ValuePrior::kUniform;
constexpr ValuePrior kE = ValuePrior::kTruncatedExponential;

// Columns: joint_vcg0, joint_vcg_absent, joint_gsp_p, joint_opt with fill,
// joint_opt, stores_gsp, stores_myerson.
const Row kRows[] = {
    {"J1", kU, 1.3344, {.6671, .6671, 1.1340, .6688, .7350, .3333, .4170}},
    {"J2", kU, 1.9014, {.8006, .6341, 1.5677, .8028, .9353, .3333, .4586}},
    {"J3", kU, 2.6797, {1.5579, 1.5278, 2.4168, 1.5595, 1.6079, .6498, .6532}},
    {"J4", kU, 2.1301, {1.2580, 1.2248, 1.9111, 1.2603, 1.2981, .8003, .7567}},
    {"J5",
     kU,
     4.6579,
     {3.3140, 3.3124, 4.4190, 3.3158, 3.3234, 1.3333, 1.0830}},
    {"J6", kU, 1.5507, {1.1003, 1.1003, 1.4396, 1.1013, 1.1065, .6165, .5827}},
    {"J7", kU, 1.9412, {.8813, .7302, 1.5554, .8824, .9825, .6249, .6251}},
    {"J8",
     kU,
     3.9444,
     {1.8858, 1.6695, 3.4746, 1.8888, 2.0345, 1.3333, 1.0830}},
    {"J1", kE, 1.1598, {.5139, .5139, .9683, .5154, .5801, .2567, .3317}},
    {"J2", kE, 1.6440, {.6205, .4121, 1.3210, .6226, .7418, .2567, .3583}},
    {"J3", kE, 2.3604, {1.2388, 1.1815, 2.0879, 1.2411, 1.2912, .5126, .5149}},
    {"J5", kE, 4.1868, {2.7173, 2.7102, 3.9145, 2.7212, 2.7317, 1.0776, .8548}},
};

const JointSetting& SettingOf(const Row& row) {
  return *std::ranges::find(JointSuite(), row.setting, &JointSetting::name);
}

struct Played {
  Average welfare;
  std::array<Average, kRules> revenue;
};

Played Play(const Row& row, uint64_t auctions) {
  std::vector<std::shared_ptr<const Mechanism>> rules;
  for (const Rule& rule : kRule) rules.push_back(Make(rule, row.prior));
  Played played;
  Outcome outcome;
  for (uint64_t i = 0; i < auctions; ++i) {
    const test::Columns columns =
        test::SuiteAuction(SettingOf(row), row.prior, i);
    for (size_t r = 0; r < kRules; ++r) {
      rules[r]->Clear(columns.view(), outcome);
      played.revenue[r].Add(test::RevenueOf(columns, outcome));
      if (r == 0) played.welfare.Add(test::WelfareOf(columns, outcome));
    }
  }
  return played;
}

void ExpectNear(const Average& ours, double theirs, const std::string& what) {
  const double error = std::hypot(ours.error(), kTheirError);
  EXPECT_NEAR(ours.mean(), theirs, 4 * error) << what;
}

class SlowJointSuite : public testing::TestWithParam<Row> {};

TEST_P(SlowJointSuite, HasTheKnownWelfareAndRevenues) {
  const Row& row = GetParam();
  const Played played = Play(row, 10000);
  ExpectNear(played.welfare, row.welfare, "welfare");
  for (size_t r = 0; r < kRules; ++r) {
    ExpectNear(played.revenue[r], row.revenue[r],
               kRule[r].mechanism + (kRule[r].fill > 0 ? ", fill" : ""));
  }
}

INSTANTIATE_TEST_SUITE_P(Of, SlowJointSuite, testing::ValuesIn(kRows),
                         [](const auto& row) {
                           const bool uniform =
                               row.param.prior == ValuePrior::kUniform;
                           return std::string(row.param.setting) +
                                  (uniform ? "_U01" : "_TE1");
                         });

TEST(JointSuite, TwoBrandsAndTwoStoresHaveTheExactFigures) {
  const Played played = Play(kRows[0], 60000);
  const auto expect = [](const Average& ours, double exact) {
    EXPECT_NEAR(ours.mean(), exact, 4 * ours.error());
  };
  expect(played.welfare, 4.0 / 3);
  expect(played.revenue[0], 2.0 / 3);
  expect(played.revenue[1], 2.0 / 3);
  expect(played.revenue[3], 2.0 / 3);
  expect(played.revenue[4], 11.0 / 15);
  expect(played.revenue[5], 1.0 / 3);
  expect(played.revenue[6], 5.0 / 12);
}

/// n bundles drawn without replacement from the grid of n brands and n stores.
JointSetting SampledGraph(size_t n, const std::vector<double>& slot_weight,
                          uint64_t index) {
  const Stream stream(21, 0, Purpose::kTest);
  test::Relations grid = test::FullGraph(n, n);
  for (uint32_t i = 0; i < n; ++i) {
    std::swap(grid[i], grid[i + stream.Integer(grid.size() - i, index, 0, i)]);
  }
  grid.resize(n);
  std::ranges::sort(grid);
  return {"sampled", n, n, slot_weight, grid};
}

struct BundleNetRow {
  size_t bundles;
  size_t slots;
  double vcg0, absent, opt, welfare;  // computed elsewhere
  double published_vcg0;
};

const BundleNetRow kBundleNet[] = {
    {2, 1, .3811, -.108, .5241, 1.1906, .381},
    {3, 1, .6024, .474, .6706, 1.3011, .600},
    {4, 1, .7534, .706, .7879, 1.3768, .746},
    {5, 1, .8619, .841, .8804, 1.4310, .861},
    {5, 5, .8471, -.809, 1.4233, 3.4232, .842},
    {8, 5, 1.8833, 1.636, 2.0314, 3.9420, 1.883},
    {10, 5, 2.2812, 2.193, 2.3475, 4.1413, 2.280},
    {12, 5, 2.5866, 2.552, 2.6150, 4.2933, 2.587},
};

class SlowBundleNet : public testing::TestWithParam<BundleNetRow> {};

TEST_P(SlowBundleNet, HasTheReconstructedRevenues) {
  const BundleNetRow& row = GetParam();
  std::vector<double> slot_weight = {1, .8, .6, .4, .2};
  slot_weight.resize(row.slots);
  Average welfare, revenue[3];
  Outcome outcome;
  const Rule rules[] = {{"joint_vcg0"}, {"joint_vcg_absent"}, {"joint_opt"}};
  for (size_t r = 0; r < 3; ++r) {
    const auto mechanism = Make(rules[r], kU);
    for (uint64_t i = 0; i < 12000; ++i) {
      const auto columns =
          test::SuiteAuction(SampledGraph(row.bundles, slot_weight, i), kU, i);
      mechanism->Clear(columns.view(), outcome);
      revenue[r].Add(test::RevenueOf(columns, outcome));
      if (r == 0) welfare.Add(test::WelfareOf(columns, outcome));
    }
  }
  const auto expect = [](const Average& ours, double theirs, double error) {
    EXPECT_NEAR(ours.mean(), theirs, 3 * std::hypot(ours.error(), error));
  };
  expect(welfare, row.welfare, .0026);
  expect(revenue[0], row.vcg0, .0026);
  expect(revenue[2], row.opt, .0021);
  // Printed with three digits, and of larger spread.
  expect(revenue[1], row.absent, .01);
  EXPECT_NEAR(revenue[0].mean(), row.published_vcg0,
              .015 * row.published_vcg0 + 2 * revenue[0].error());
}

INSTANTIATE_TEST_SUITE_P(Of, SlowBundleNet, testing::ValuesIn(kBundleNet),
                         [](const auto& row) {
                           return Concat("U", row.param.bundles, "x",
                                         row.param.slots);
                         });

}  // namespace
}  // namespace souk::market
