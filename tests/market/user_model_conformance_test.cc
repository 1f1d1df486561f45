// The promises of every user model in the registry.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/random.h"
#include "market/user_model.h"

namespace souk::market {
namespace {

constexpr uint32_t kPages = 200000;

/// What happened on one page.
struct Page {
  std::vector<SlotView> slots;
  std::vector<SlotChance> chance;
  std::vector<SlotResponse> response;
};

/// Ads of three kinds, some alike, some opposed.
const AdTraits kAds[] = {
    {1, {1, 0, 0, 0}}, {2, {0.6, 0.8, 0, 0}}, {3, {-1, 0, 0, 0}}};

/// A page whose slots are all filled; conversion rate 0.25 throughout.
Page FullPage(const std::vector<double>& attraction) {
  Page page;
  for (uint32_t r = 0; r < attraction.size(); ++r) {
    page.slots.push_back({r, attraction[r], 0.25, &kAds[r % std::size(kAds)]});
  }
  page.chance.resize(attraction.size());
  page.response.resize(attraction.size());
  return page;
}

/// Draws the chance of page `number` and lets the user answer.
void Visit(const UserModel& model, uint32_t number, Page& page) {
  const Stream stream(5, 0, Purpose::kResponse);
  for (uint32_t i = 0; i < page.slots.size(); ++i) {
    const PhiloxBlock words = stream.Words(number, 0, i);
    page.chance[i] = {words[0] * 0x1p-32, words[1] * 0x1p-32,
                      words[2] * 0x1p-32, words[3] * 0x1p-32};
  }
  model.Respond(page.slots, page.chance, page.response);
}

class UserModelConformance : public testing::TestWithParam<UserModelEntry> {
 protected:
  std::shared_ptr<const UserModel> model_ =
      GetParam().make(ParamSet::Make(GetParam().params, {}).value());

  std::vector<double> Examination(const std::vector<double>& attraction) const {
    std::vector<double> weight(attraction.size());
    model_->Examination(attraction, weight);
    return weight;
  }
  /// P(click | examined) of the list.
  std::vector<double> Attraction(const Page& page) const {
    std::vector<double> attraction(page.slots.size());
    model_->Attraction(page.slots, attraction);
    return attraction;
  }
};

const std::vector<double> kMixed = {0.3, 0.9, 0.05, 0.5, 0.0, 1.0, 0.4};

TEST_P(UserModelConformance, ExaminationDoesNotRiseWhereNobodyClicks) {
  double last = 1;
  for (double weight : Examination(std::vector<double>(32, 0.0))) {
    EXPECT_LE(weight, last);
    last = weight;
  }
}

TEST_P(UserModelConformance, ExaminationIsAProbability) {
  for (const auto& attraction :
       {kMixed, std::vector<double>(32, 0.0), std::vector<double>(32, 1.0),
        std::vector<double>{0.5}, std::vector<double>{}}) {
    for (double weight : Examination(attraction)) {
      EXPECT_GE(weight, 0);
      EXPECT_LE(weight, 1);
    }
  }
}

TEST_P(UserModelConformance, AttractionInAListIsAProbability) {
  for (const auto& alone : {kMixed, std::vector<double>(32, 1.0),
                            std::vector<double>{0.5}, std::vector<double>{}}) {
    for (double attraction : Attraction(FullPage(alone))) {
      EXPECT_GE(attraction, 0);
      EXPECT_LE(attraction, 1);
    }
  }
}

TEST_P(UserModelConformance, AnAdAloneAttractsAsItDoes) {
  for (double alone : {0.0, 0.05, 0.5, 1.0}) {
    EXPECT_NEAR(Attraction(FullPage({alone}))[0], alone, 1e-12);
  }
}

TEST_P(UserModelConformance, ClicksNeedAViewAndConversionsAClick) {
  Page page = FullPage(kMixed);
  for (uint32_t n = 0; n < kPages / 10; ++n) {
    Visit(*model_, n, page);
    for (const SlotResponse& one : page.response) {
      ASSERT_TRUE(one.examined || !one.clicked);
      ASSERT_TRUE(one.clicked || !one.converted);
    }
  }
}

/// `count` of kPages trials of probability p lies within four sigma.
void ExpectRate(double count, double p) {
  const double n = kPages;
  EXPECT_NEAR(count, n * p, 4 * std::sqrt(n * p * (1 - p)) + 1e-9);
}

TEST_P(UserModelConformance, EmpiricalRatesAreTheDeclaredOnes) {
  Page page = FullPage(kMixed);
  std::vector<std::array<double, 3>> count(kMixed.size());
  for (uint32_t n = 0; n < kPages; ++n) {
    Visit(*model_, n, page);
    for (size_t r = 0; r < count.size(); ++r) {
      count[r][0] += page.response[r].examined ? 1 : 0;
      count[r][1] += page.response[r].clicked ? 1 : 0;
      count[r][2] += page.response[r].converted ? 1 : 0;
    }
  }
  const std::vector<double> attraction = Attraction(page);
  const std::vector<double> weight = Examination(attraction);
  for (size_t r = 0; r < count.size(); ++r) {
    ExpectRate(count[r][0], weight[r]);
    ExpectRate(count[r][1], weight[r] * attraction[r]);
    ExpectRate(count[r][2], weight[r] * attraction[r] * 0.25);
  }
}

TEST_P(UserModelConformance, TheSameChanceGivesTheSameResponse) {
  Page page = FullPage(kMixed), again = FullPage(kMixed);
  again.response.assign(kMixed.size(), {true, true, true});
  for (uint32_t n = 0; n < 1000; ++n) {
    Visit(*model_, n, page);
    Visit(*model_, n, again);
    for (size_t r = 0; r < kMixed.size(); ++r) {
      ASSERT_EQ(page.response[r].examined, again.response[r].examined);
      ASSERT_EQ(page.response[r].clicked, again.response[r].clicked);
      ASSERT_EQ(page.response[r].converted, again.response[r].converted);
    }
  }
}

TEST_P(UserModelConformance, AttractionZeroIsNeverClicked) {
  Page page = FullPage({0, 0, 0});
  for (uint32_t n = 0; n < 10000; ++n) {
    Visit(*model_, n, page);
    for (const auto& one : page.response) ASSERT_FALSE(one.clicked);
  }
}

/// What the list says about attraction: certain is certain.
TEST_P(UserModelConformance, AttractionOneIsClickedWheneverExamined) {
  Page page = FullPage({1, 1, 1});
  const std::vector<double> attraction = Attraction(page);
  for (uint32_t n = 0; n < 10000; ++n) {
    Visit(*model_, n, page);
    for (size_t r = 0; r < attraction.size(); ++r) {
      if (attraction[r] < 1) continue;
      ASSERT_EQ(page.response[r].clicked, page.response[r].examined);
    }
  }
}

TEST_P(UserModelConformance, AnEmptyPageAsksForNothing) {
  Page page = FullPage({});
  Visit(*model_, 0, page);
  EXPECT_TRUE(page.response.empty());
}

/// Leaving out an ad that nobody clicks, and that resembles no other, changes
/// nothing for the others.
TEST_P(UserModelConformance, AnEmptySlotIsLikeAnAdThatNobodyClicks) {
  Page full = FullPage({0.4, 0, 0.5});
  full.slots[1].ad = nullptr;
  Page gap = FullPage({0.4, 0.5});
  gap.slots[1] = full.slots[2];
  double views = 0, views_with_gap = 0;
  for (uint32_t n = 0; n < kPages; ++n) {
    Visit(*model_, n, full);
    Visit(*model_, n, gap);
    views += full.response[2].examined ? 1 : 0;
    views_with_gap += gap.response[1].examined ? 1 : 0;
  }
  const double p = Examination(Attraction(full))[2];
  ExpectRate(views, p);
  ExpectRate(views_with_gap, p);
}

TEST_P(UserModelConformance, SpeaksForItself) {
  EXPECT_FALSE(GetParam().help.empty());
  for (const ParamSpec& spec : GetParam().params) {
    EXPECT_FALSE(spec.help.empty()) << spec.name;
  }
}

TEST(UserModels, AreListedInAlphabeticalOrder) {
  EXPECT_TRUE(std::ranges::is_sorted(UserModels(), std::ranges::less_equal{},
                                     &UserModelEntry::name));
}

INSTANTIATE_TEST_SUITE_P(Every, UserModelConformance,
                         testing::ValuesIn(UserModels().begin(),
                                           UserModels().end()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace souk::market
