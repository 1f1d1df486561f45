// JMono beside the optimum whose worths it can copy.
#include <gtest/gtest.h>

#include "agents/learning/joint_profiles.h"
#include "agents/learning/joint_report.h"
#include "tests/support/auctioneers.h"
#include "tests/support/joint_settings.h"

namespace souk::tests {
namespace {

using agents::JointReport;
using agents::JointSetting;

/// Worths of the uniform prior on [0, 1]: 2 v - 1.
market::TrainedModel VirtualValues(const JointSetting& setting) {
  market::TrainedModel model;
  model.member = "jmono";
  agents::KeepSetting(setting, model);
  for (const std::string side : {"brand", "store"}) {
    model.tensors.push_back({side + ".bids", {3}, {0, 0.5F, 1}});
    model.tensors.push_back({side + ".worths", {3}, {-1, 0, 1}});
  }
  return model;
}

std::shared_ptr<const market::Mechanism> Made(market::TrainedModel model) {
  return TryAuctioneer(AuctioneerNamed("jmono"), std::move(model)).value();
}

TEST(JMono, WithVirtualValuesItIsTheOptimum) {
  for (const char* const name : {"J1", "J2", "J5", "J8"}) {
    const JointSetting setting = test::SettingNamed(name);
    const auto ours = Made(VirtualValues(setting));
    const auto best = agents::CeilingOf(setting);
    const agents::JointProfiles profiles(setting, 5);
    std::vector<double> bid(setting.members());
    market::Outcome one, other;
    for (uint64_t n = 0; n < 300; ++n) {
      profiles.Draw(n, bid);
      ours->Clear(profiles.PageView(bid), one);
      best->Clear(profiles.PageView(bid), other);
      ASSERT_EQ(one.size, other.size);
      for (size_t a = 0; a < one.size; ++a) {
        ASSERT_EQ(one.award[a].candidate, other.award[a].candidate);
        ASSERT_NEAR(one.award[a].price, other.award[a].price, 1);
      }
    }
  }
}

TEST(JMono, IsTruthfulToTheMicroUnitWhateverItLearned) {
  for (const char* const name : {"J1", "J7", "J8"}) {
    const JointSetting setting = test::SettingNamed(name);
    const JointReport report = agents::Report(
        *Made(MadeUpJMono(setting)), setting,
        {.seed = 2,
         .profiles = 500,
         .regret_profiles = 40,
         .probe = {.estimator = market::RegretEstimator::kExact}});
    const double unit = 1 / setting.value_unit_micros;
    EXPECT_LE(report.max_regret(),
              unit * static_cast<double>(setting.slot_weight.size()));
    EXPECT_GT(report.missed.mean, 0);
  }
}

std::string Fault(const std::string& tensor, std::vector<float> values) {
  market::TrainedModel model = VirtualValues(test::SettingNamed("J1"));
  for (market::Tensor& one : model.tensors) {
    if (one.name != tensor) continue;
    one.shape = {static_cast<uint32_t>(values.size())};
    one.values = values;
  }
  return TryAuctioneer(AuctioneerNamed("jmono"), model).error().message;
}

TEST(JMono, RefusesCurvesThatDoNotIncrease) {
  const std::string fault =
      "Tensor 'store.worths' of the model must be 2 or more numbers, each "
      "above the one before it.";
  EXPECT_EQ(Fault("store.worths", {0, 1, 1}), fault);
  EXPECT_EQ(Fault("store.worths", {0}), fault);
  EXPECT_EQ(Fault("brand.bids", {0.1F, 0.5F, 1}),
            "Tensors 'brand.bids' and 'brand.worths' of the model must be of "
            "one size, the bids from 0 on; found 3 from 100000 and 3.");
}

}  // namespace
}  // namespace souk::tests
