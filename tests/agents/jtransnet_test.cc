// JTransNet without training: what it starts from, and what it promises.
#include <gtest/gtest.h>

#include <numeric>

#include "agents/learning/joint_profiles.h"
#include "tests/support/auctioneers.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/joint_settings.h"
#include "tests/support/mechanisms.h"

namespace souk::tests {
namespace {

using agents::JointSetting;

void FillAlways(market::TrainedModel& model) {
  for (market::NamedValues& one : model.settings) {
    if (one.name == "empty_slots") one.values = {0};
  }
}

/// As training starts: nothing added, and slots that are empty below `least`
/// units (below 0: never).
market::TrainedModel AtTheStart(const JointSetting& setting, float least) {
  market::TrainedModel model = MadeUpJTransNet(setting);
  for (market::Tensor& one : model.tensors) {
    if (one.name.find(".head.") != std::string::npos) {
      std::ranges::fill(one.values, 0.0F);
    }
    if (one.name == "empty.score") one.values = {least};
  }
  if (least < 0) FillAlways(model);
  return model;
}

std::shared_ptr<const market::Mechanism> Made(market::TrainedModel model) {
  return TryAuctioneer(AuctioneerNamed("jtransnet"), std::move(model)).value();
}

/// The same awards; prices may differ by the cut of ratios, .002 of the bid.
void ExpectAlike(const market::Mechanism& ours, const market::Mechanism& other,
                 const JointSetting& setting) {
  const agents::JointProfiles profiles(setting, 6);
  std::vector<double> bid(setting.members());
  market::Outcome one, two;
  for (uint64_t n = 0; n < 200; ++n) {
    profiles.Draw(n, bid);
    ours.Clear(profiles.PageView(bid), one);
    other.Clear(profiles.PageView(bid), two);
    ASSERT_EQ(one.size, two.size);
    for (size_t a = 0; a < one.size; ++a) {
      const market::Award& award = one.award[a];
      ASSERT_EQ(award.candidate, two.award[a].candidate);
      ASSERT_EQ(award.slot, two.award[a].slot);
      ASSERT_NEAR(award.price, two.award[a].price,
                  0.002 * bid[award.candidate] + 1);
    }
  }
}

TEST(JTransNet, StartsAsJointVcg) {
  for (const char* const name : {"J1", "J3", "J8"}) {
    const JointSetting setting = test::SettingNamed(name);
    ExpectAlike(*Made(AtTheStart(setting, -1)),
                *test::MechanismNamed("joint_vcg0"), setting);
  }
}

TEST(JTransNet, WithEmptySlotsItStartsAsAReserve) {
  for (const char* const name : {"J2", "J7"}) {
    const JointSetting setting = test::SettingNamed(name);
    ExpectAlike(*Made(AtTheStart(setting, 1)),
                *test::MechanismNamed("joint_reserve",
                                      {{"bundle_reserve_micros", {1e6}, ""}}),
                setting);
  }
}

TEST(JTransNet, PermutedCandidatesGetTheSameToTheBit) {
  const market::Stream stream(34, 0, market::Purpose::kTest);
  const auto mechanism = Made(ExampleModel("jtransnet"));
  for (uint32_t i = 0; i < 1000; ++i) {
    const test::Columns columns = test::RandomJointAuction(test::kFine, i);
    std::vector<uint32_t> place(columns.bid.size());
    std::iota(place.begin(), place.end(), 0U);
    for (uint32_t c = 0; c + 1 < place.size(); ++c) {
      std::swap(place[c], place[c + stream.Integer(place.size() - c, i, 0, c)]);
    }
    market::Outcome here, there;
    mechanism->Clear(columns.view(), here);
    mechanism->Clear(test::Permuted(columns, place).view(), there);
    ASSERT_EQ(here.size, there.size);
    for (size_t a = 0; a < here.size; ++a) {
      ASSERT_EQ(there.award[a].slot, here.award[a].slot);
      ASSERT_EQ(there.award[a].candidate, place[here.award[a].candidate]);
      ASSERT_EQ(there.award[a].price, here.award[a].price);
    }
  }
}

TEST(JTransNet, EverySlotShowsOneBundleUnlessEmptyOnesAreAllowed) {
  const JointSetting setting = test::SettingNamed("J5");
  market::TrainedModel model = MadeUpJTransNet(setting);
  FillAlways(model);
  const auto mechanism = Made(model);
  const agents::JointProfiles profiles(setting, 7);
  std::vector<double> bid(setting.members());
  market::Outcome outcome;
  for (uint64_t n = 0; n < 100; ++n) {
    profiles.Draw(n, bid);
    mechanism->Clear(profiles.PageView(bid), outcome);
    ASSERT_EQ(outcome.size, 2 * setting.slot_weight.size());
  }
}

TEST(JTransNet, RefusesTransformersOfAnotherSetting) {
  const market::TrainedModel two = MadeUpJTransNet(test::SettingNamed("J2"));
  market::TrainedModel mixed = two;
  mixed.settings.clear();
  agents::KeepSetting(test::SettingNamed("J1"), mixed);
  mixed.settings.push_back({"empty_slots", {1}});
  mixed.settings.push_back({"heads", {2}});
  EXPECT_EQ(TryAuctioneer(AuctioneerNamed("jtransnet"), mixed).error().message,
            "Transformers 'bundles' and 'members' of the model must have 5 and "
            "8 inputs; found 6 and 8.");
  mixed.settings.pop_back();
  EXPECT_EQ(TryAuctioneer(AuctioneerNamed("jtransnet"), mixed).error().message,
            "The model has no setting 'heads' of one number above 0.");
}

}  // namespace
}  // namespace souk::tests
