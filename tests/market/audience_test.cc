#include "market/audience.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "market/traffic/synthetic.h"

namespace souk::market {
namespace {

std::shared_ptr<const UserModel> Model(const char* name) {
  const auto entry =
      std::ranges::find(UserModels(), name, &UserModelEntry::name);
  return entry->make(ParamSet::Make(entry->params, {}).value());
}

std::shared_ptr<const MarketSpec> Market(const char* model,
                                         double truth_spread) {
  auto spec = std::make_shared<MarketSpec>();
  spec->seed = 9;
  SyntheticConfig config;
  config.seed = 9;
  config.users = 9000;
  config.sessions_per_day = 20;
  config.hour_weight.assign(24, 1);
  config.interest_share = {1};
  config.channel_share = {1};
  config.continue_rate = 1;
  config.continue_after_click_rate = 0;
  config.max_pages = 2;
  config.truth_spread = truth_spread;
  config.ticks_per_day = 24;
  config.lines.resize(3);
  spec->traffic = MakeSynthetic(config);
  spec->user_model = Model(model);
  return spec;
}

/// Up to three awards a page, some pages with none.
ServedBatch Serve(const PageBatch& batch) {
  ServedBatch served;
  served.pages = batch.pages;
  for (uint32_t page = 0; page < served.pages.size(); ++page) {
    for (uint32_t slot = 0; slot < page % 4; ++slot) {
      served.awards.push_back({.page = page,
                               .slot = slot,
                               .line = slot,
                               .predicted = {0.3, 0.5},
                               .price = Money()});
    }
  }
  return served;
}

constexpr double kWord = 0x1p-32;

/// What the header of the stream promises: one block for each slot.
SlotChance ChanceOf(const PageView& page, uint32_t slot) {
  const auto words =
      Stream(9, 0, Purpose::kResponse).Words(page.page, page.tick, slot);
  return {words[0] * kWord, words[1] * kWord, words[2] * kWord,
          words[3] * kWord};
}

class Answers : public testing::TestWithParam<const char*> {};

TEST_P(Answers, AreThoseOfTheModelPageByPage) {
  const auto spec = Market(GetParam(), 0.2);
  Audience audience(spec, CellId(0));
  audience.OpenTick({1, 24});
  PageBatch batch;
  Responses responses;
  while (audience.NextBatch(batch)) {
    const ServedBatch served = Serve(batch);
    audience.Respond(served, responses);
    ASSERT_EQ(responses.of_award.size(), served.awards.size());
    for (size_t first = 0; first < served.awards.size();) {
      const uint32_t page = served.awards[first].page;
      std::vector<SlotView> views;
      std::vector<SlotChance> chance;
      size_t last = first;
      for (; last < served.awards.size() && served.awards[last].page == page;
           ++last) {
        const ServedAward& award = served.awards[last];
        const Rates truth = spec->traffic->Truth(
            served.pages[page], LineId(award.line), award.predicted);
        views.push_back({award.slot, truth.click, truth.conversion});
        chance.push_back(ChanceOf(served.pages[page], award.slot));
      }
      std::vector<SlotResponse> expected(views.size());
      spec->user_model->Respond(views, chance, expected);
      for (size_t i = first; i < last; ++i) {
        const SlotResponse& answer = responses.of_award[i];
        ASSERT_EQ(answer.examined, expected[i - first].examined);
        ASSERT_EQ(answer.clicked, expected[i - first].clicked);
        ASSERT_EQ(answer.converted, expected[i - first].converted);
      }
      first = last;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Audience, Answers,
                         testing::Values("cascade", "dbn", "pbm"));

/// Every slot of Serve holds two awards, of different predictions.
ServedBatch ServePairs(const PageBatch& batch) {
  ServedBatch served = Serve(batch);
  std::vector<ServedAward> pairs;
  for (const ServedAward& award : served.awards) {
    pairs.push_back(award);
    pairs.push_back(award);
    pairs.back().predicted = {0.1, 1};
  }
  served.awards = std::move(pairs);
  return served;
}

TEST(Audience, ASharedSlotIsOneAdWithTheMeanRatesOfItsTwo) {
  const auto spec = Market("dbn", 0);
  Audience shared(spec, CellId(0)), alone(spec, CellId(0));
  shared.OpenTick({1, 24});
  alone.OpenTick({1, 24});
  PageBatch batch, same;
  Responses of_pairs, of_one;
  int clicks = 0;
  while (shared.NextBatch(batch)) {
    ASSERT_TRUE(alone.NextBatch(same));
    ASSERT_EQ(batch.pages.size(), same.pages.size());
    ServedBatch one = Serve(batch);
    // 0.2 clicks a view, and 0.3 * 0.5 + 0.1 * 1 conversions for 0.4 clicks.
    for (ServedAward& award : one.awards) award.predicted = {0.2, 0.625};
    alone.Respond(one, of_one);
    shared.Respond(ServePairs(batch), of_pairs);
    ASSERT_EQ(of_pairs.of_award.size(), 2 * of_one.of_award.size());
    for (size_t i = 0; i < of_pairs.of_award.size(); ++i) {
      const SlotResponse& answer = of_pairs.of_award[i];
      const SlotResponse& expected = of_one.of_award[i / 2];
      ASSERT_EQ(answer.examined, expected.examined);
      ASSERT_EQ(answer.clicked, expected.clicked);
      ASSERT_EQ(answer.converted, expected.converted);
      clicks += answer.clicked ? 1 : 0;
    }
  }
  EXPECT_FALSE(alone.NextBatch(same));  // the same users stayed
  EXPECT_GT(clicks, 1000);
}

TEST(Audience, WhoClickedLeavesWhenToldTo) {
  const auto spec = Market("pbm", 0);
  Audience audience(spec, CellId(0));
  audience.OpenTick({0, 24});
  PageBatch batch;
  Responses responses;
  size_t pages = 0, clicked = 0, second_pages = 0;
  while (audience.NextBatch(batch)) {
    const ServedBatch served = Serve(batch);
    audience.Respond(served, responses);
    if (batch.pages.front().page >> 40 == 1) {
      second_pages += batch.pages.size();
      continue;
    }
    std::vector<bool> has_clicked(batch.pages.size(), false);
    for (size_t i = 0; i < served.awards.size(); ++i) {
      if (responses.of_award[i].clicked) {
        has_clicked[served.awards[i].page] = true;
      }
    }
    pages += batch.pages.size();
    clicked += static_cast<size_t>(std::ranges::count(has_clicked, true));
  }
  EXPECT_GT(clicked, 500U);
  EXPECT_EQ(second_pages, pages - clicked);
}

}  // namespace
}  // namespace souk::market
