// Learned joint auctions against exact ceilings: as short as they can be.
// Longer trainings, and what they cost, are in agents/auctioneers/README.md.
#include <gtest/gtest.h>

#include "agents/learning/joint_report.h"
#include "agents/learning/training.h"
#include "tests/support/auctioneers.h"
#include "tests/support/joint_settings.h"

namespace souk::agents {
namespace {

market::TrainedModel Trained(const std::string& name,
                             const JointSetting& setting,
                             const std::vector<market::ParamValue>& given) {
  const TrainerEntry& trainer =
      *std::ranges::find(Trainers(), name, &TrainerEntry::name);
  TrainingTask task;
  task.setting = setting;
  task.params = market::ParamSet::Make(trainer.params, given).value();
  return trainer.train(task, [](const TrainingProgress&) { return true; })
      .value();
}

JointReport Reported(const market::TrainedModel& model,
                     const JointSetting& setting, market::RegretEstimator by) {
  const auto made =
      tests::TryAuctioneer(tests::AuctioneerNamed(model.member), model).value();
  return Report(*made, setting,
                {.seed = 77,
                 .profiles = 20000,
                 .regret_profiles = 100,
                 .probe = {.estimator = by}});
}

TEST(SlowJMono, ComesNearTheCeilingAndStaysTruthful) {
  const JointSetting setting = test::SettingNamed("J1");
  const JointReport report = Reported(Trained("jmono", setting, {}), setting,
                                      market::RegretEstimator::kExact);
  EXPECT_GE(report.revenue.mean, 0.985 * report.ceiling.mean);
  EXPECT_GE(report.missed.mean, -2 * report.missed.error);
  EXPECT_LE(report.max_regret(), 1e-6);
}

TEST(SlowJTransNet, ComesNearTheCeilingWithLittleRegret) {
  const JointSetting setting = test::SettingNamed("J1");
  const JointReport report = Reported(Trained("jtransnet", setting, {}),
                                      setting, market::RegretEstimator::kDense);
  EXPECT_GE(report.revenue.mean, 0.97 * report.ceiling.mean);
  EXPECT_LE(report.revenue.mean, 1.01 * report.ceiling.mean);
  EXPECT_LT(report.worst_regret(), 1e-3);
}

TEST(SlowJointLearners, TrainingTwiceGivesTheSameModel) {
  const JointSetting setting = test::SettingNamed("J2");
  const std::pair<const char*, market::ParamValue> shortly[] = {
      {"jmono", {"batch", {600}, ""}},
      {"jtransnet", {"batch", {4}, ""}},
  };
  for (const auto& [name, batch] : shortly) {
    const std::vector<market::ParamValue> given = {{"steps", {2}, ""}, batch};
    const auto one = Trained(name, setting, given);
    const auto other = Trained(name, setting, given);
    ASSERT_EQ(one.tensors.size(), other.tensors.size());
    for (size_t i = 0; i < one.tensors.size(); ++i) {
      EXPECT_EQ(one.tensors[i].values, other.tensors[i].values);
    }
  }
}

}  // namespace
}  // namespace souk::agents
