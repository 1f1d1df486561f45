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

/// A page whose slots are all filled; conversion rate 0.25 throughout.
Page FullPage(const std::vector<double>& attraction) {
  Page page;
  for (uint32_t r = 0; r < attraction.size(); ++r) {
    page.slots.push_back({r, attraction[r], 0.25});
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
  const std::vector<double> weight = Examination(kMixed);
  for (size_t r = 0; r < count.size(); ++r) {
    ExpectRate(count[r][0], weight[r]);
    ExpectRate(count[r][1], weight[r] * kMixed[r]);
    ExpectRate(count[r][2], weight[r] * kMixed[r] * 0.25);
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

TEST_P(UserModelConformance, AttractionOneIsClickedWheneverExamined) {
  Page page = FullPage({1, 1, 1});
  for (uint32_t n = 0; n < 10000; ++n) {
    Visit(*model_, n, page);
    for (const auto& one : page.response) {
      ASSERT_EQ(one.clicked, one.examined);
    }
  }
}

TEST_P(UserModelConformance, AnEmptyPageAsksForNothing) {
  Page page = FullPage({});
  Visit(*model_, 0, page);
  EXPECT_TRUE(page.response.empty());
}

/// Leaving out an ad that nobody clicks changes nothing for the others.
TEST_P(UserModelConformance, AnEmptySlotIsLikeAnAdThatNobodyClicks) {
  Page full = FullPage({0.4, 0, 0.5});
  Page gap = FullPage({0.4, 0.5});
  gap.slots[1].slot = 2;
  double views = 0, views_with_gap = 0;
  for (uint32_t n = 0; n < kPages; ++n) {
    Visit(*model_, n, full);
    Visit(*model_, n, gap);
    views += full.response[2].examined ? 1 : 0;
    views_with_gap += gap.response[1].examined ? 1 : 0;
  }
  const double p = Examination({0.4, 0, 0.5})[2];
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
