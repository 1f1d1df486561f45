// Reports on classical rules, whose figures are known.
#include "agents/learning/joint_report.h"

#include <gtest/gtest.h>

#include "tests/support/joint_settings.h"
#include "tests/support/mechanisms.h"

namespace souk::agents {
namespace {

constexpr JointTest kTest = {
    .seed = 3, .profiles = 20000, .regret_profiles = 60};

TEST(JointReport, SaysThatATruthfulRuleHasNoRegretAndHowFarItIsFromTheBest) {
  const JointSetting setting = test::SettingNamed("J1");
  const JointReport report =
      Report(*test::MechanismNamed("joint_vcg0"), setting, kTest);
  EXPECT_NEAR(report.revenue.mean, 2.0 / 3, 4 * report.revenue.error);
  EXPECT_NEAR(report.ceiling.mean, 11.0 / 15, 4 * report.ceiling.error);
  EXPECT_NEAR(report.gap(), 1 - 10.0 / 11, 0.02);
  EXPECT_NEAR(report.of_brands.mean + report.of_stores.mean,
              report.revenue.mean, 1e-9);
  EXPECT_NEAR(report.missed.mean, report.ceiling.mean - report.revenue.mean,
              1e-9);
  EXPECT_LT(report.missed.error, report.revenue.error);
  EXPECT_EQ(report.fill_rate, 1);
  EXPECT_LE(report.max_regret(), 1e-6);
}

TEST(JointReport, FindsTheRegretOfARuleThatIsNotTruthful) {
  const JointReport report = Report(
      *test::MechanismNamed("joint_first_price"), test::SettingNamed("J1"),
      {.seed = 3, .profiles = 100, .regret_profiles = 200});
  EXPECT_NEAR(report.mean_regret(), 0.162, 0.02);
  EXPECT_GE(report.worst_regret(), report.mean_regret());
  EXPECT_GE(report.max_regret(), report.worst_regret());
  EXPECT_LT(report.gap(), 0);  // paid for with regret
}

TEST(JointReport, TheOptimumIsItsOwnCeiling) {
  const JointSetting setting = test::SettingNamed("J7");
  const JointReport report = Report(*CeilingOf(setting), setting, kTest);
  EXPECT_EQ(report.gap(), 0);
  EXPECT_EQ(report.missed.mean, 0);
  EXPECT_NEAR(report.revenue.mean, 0.9825, 4 * report.revenue.error + 0.0026);
  EXPECT_LT(report.fill_rate, 1);
}

TEST(JointReport, NoTruthfulRivalIsAboveTheCeiling) {
  const JointSetting setting = test::SettingNamed("J2");
  const JointReport report =
      Report(*CeilingOf(setting), setting, kTest, AlwaysFillRules(setting));
  ASSERT_EQ(report.rivals.size(), 5U);
  for (const RivalRevenue& rival : report.rivals) {
    EXPECT_GT(rival.lead.mean, 2 * rival.lead.error) << rival.name;
  }
}

TEST(JointReport, NeverGivesRevenueWithoutRegretCeilingAndRivals) {
  const JointSetting setting = test::SettingNamed("J1");
  const auto figures =
      FiguresOf(Report(*CeilingOf(setting), setting,
                       {.seed = 1, .profiles = 2, .regret_profiles = 1},
                       AlwaysFillRules(setting)));
  for (const char* const needed : {"revenue", "ceiling gap", "regret",
                                   "regret max", "lead over joint_vcg0"}) {
    EXPECT_NE(std::ranges::find(figures, needed, &market::NamedValues::name),
              figures.end())
        << needed;
  }
}

TEST(JointReport, ItsFiguresGoIntoModels) {
  const JointSetting setting = test::SettingNamed("J1");
  const auto figures =
      FiguresOf(Report(*CeilingOf(setting), setting,
                       {.seed = 1, .profiles = 50, .regret_profiles = 2}));
  ASSERT_EQ(figures.size(), 8U);
  EXPECT_EQ(figures[4].name, "regret");
  EXPECT_EQ(figures[4].values.size(), 4U);
}

}  // namespace
}  // namespace souk::agents
