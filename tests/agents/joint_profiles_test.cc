// Profiles of values: the same by name, and from their laws.
#include "agents/learning/joint_profiles.h"

#include <gtest/gtest.h>

#include <cmath>

namespace souk::agents {
namespace {

constexpr ValueLaw kUniform = {ValueLaw::Kind::kUniform, 3, 1};
constexpr ValueLaw kExponential = {ValueLaw::Kind::kTruncatedExponential, 1, 1};

JointSetting TwoByTwo() {
  JointSetting setting;
  setting.bundles = {{0, 2}, {0, 3}, {1, 2}, {1, 3}};
  setting.store_law.high = 2;
  setting.value_unit_micros = 1000;
  return setting;
}

TEST(ValueLaws, PutAQuantileWhereItIs) {
  EXPECT_EQ(ValueAt(kUniform, 0), 0);
  EXPECT_EQ(ValueAt(kUniform, 0.5), 1.5);
  EXPECT_EQ(ValueAt(kExponential, 0), 0);
  const double share = (1 - std::exp(-0.3)) / (1 - std::exp(-1.0));
  EXPECT_NEAR(ValueAt(kExponential, share), 0.3, 1e-12);
  EXPECT_NEAR(ValueAt(kExponential, 1 - 1e-16), 1, 1e-12);
}

TEST(JointProfiles, AreTheSameForTheSameSeedAndNumber) {
  const JointSetting setting = TwoByTwo();
  std::vector<double> one(4), other(4);
  JointProfiles(setting, 7).Draw(5, one);
  JointProfiles(setting, 7).Draw(5, other);
  EXPECT_EQ(one, other);
  JointProfiles(setting, 7).Draw(6, other);
  EXPECT_NE(one, other);
  JointProfiles(setting, 8).Draw(5, other);
  EXPECT_NE(one, other);
}

TEST(JointProfiles, HoldWholeMicroUnitsOfTheLawsOfBothSides) {
  const JointSetting setting = TwoByTwo();
  const JointProfiles profiles(setting, 1);
  std::vector<double> bid(4);
  double brands = 0, stores = 0;
  constexpr int kProfiles = 20000;
  for (uint64_t i = 0; i < kProfiles; ++i) {
    profiles.Draw(i, bid);
    for (const double one : bid) ASSERT_EQ(one, std::floor(one));
    brands += bid[0] + bid[1];
    stores += bid[2] + bid[3];
  }
  EXPECT_NEAR(brands / kProfiles, 1000, 10);
  EXPECT_NEAR(stores / kProfiles, 2000, 20);
}

TEST(JointProfiles, BecomePageViewsOfTheSetting) {
  const JointSetting setting = TwoByTwo();
  const JointProfiles profiles(setting, 1);
  const std::vector<double> bid = {1, 2, 3, 4};
  const market::Auction auction = profiles.PageView(bid);
  EXPECT_EQ(auction.bid[3], 4);
  EXPECT_EQ(auction.rate.size(), 4U);
  EXPECT_EQ(auction.rate[0], 1);
  EXPECT_EQ(auction.slot_weight[0], 1);
  EXPECT_EQ(auction.bundles.size(), 4U);
}

}  // namespace
}  // namespace souk::agents
