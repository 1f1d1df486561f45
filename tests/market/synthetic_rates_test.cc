#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/city.h"

namespace souk::market {
namespace {

struct Prediction {
  std::vector<double> click, conversion;
};

Prediction PredictFor(const Traffic& traffic, const PageView& page,
                      const CandidateLines& lines) {
  Prediction made{std::vector<double>(lines.lines.size()),
                  std::vector<double>(lines.lines.size())};
  traffic.Predict(page, lines, made.click, made.conversion);
  return made;
}

std::vector<uint32_t> Count(uint32_t first, uint32_t n, uint32_t step = 1) {
  std::vector<uint32_t> lines;
  for (uint32_t i = 0; i < n; ++i) lines.push_back(first + i * step);
  return lines;
}

constexpr PageView kPage = {.page = 77, .tick = 3, .segment = 1, .channel = 0};

TEST(SyntheticRates, PredictionsDoNotDependOnWhoElseIsACandidate) {
  const auto traffic = MakeSynthetic(City());
  const auto all = PredictFor(*traffic, kPage, {Count(0, 40), true});
  std::vector<std::vector<uint32_t>> lists = {
      Count(0, 1), Count(39, 1), Count(0, 20, 2), Count(1, 13, 3), {}};
  auto gap = Count(1, 14);  // two long runs and two short ones
  for (uint32_t line : {17U, 19U, 20U}) gap.push_back(line);
  for (uint32_t line : Count(22, 15)) gap.push_back(line);
  lists.push_back(gap);
  for (uint32_t first = 0; first < 9; ++first) {
    lists.push_back(Count(first, 31));
  }
  for (const auto& lines : lists) {
    const bool contiguous =
        lines.empty() || lines.back() - lines.front() + 1 == lines.size();
    for (bool told : {false, contiguous}) {
      const auto some = PredictFor(*traffic, kPage, {lines, told});
      for (size_t i = 0; i < lines.size(); ++i) {
        ASSERT_EQ(some.click[i], all.click[lines[i]]) << "line " << lines[i];
        ASSERT_EQ(some.conversion[i], all.conversion[lines[i]]);
      }
    }
  }
}

/// Campaigns 0 .. n - 1 on two channels; the second is without campaign 2.
SyntheticConfig TwoChannels(uint32_t campaigns) {
  SyntheticConfig config = City();
  config.truth_spread = 0.5;
  config.lines.clear();
  for (uint32_t channel = 0; channel < 2; ++channel) {
    for (uint32_t c = 0; c < campaigns; ++c) {
      if (channel == 1 && c == 2) continue;
      config.lines.push_back({.click_rate = 0.02 + 0.001 * c, .campaign = c});
    }
  }
  return config;
}

TEST(SyntheticRates, ACampaignMoreChangesNothingForTheOthers) {
  const auto before = MakeSynthetic(TwoChannels(21));
  const auto after = MakeSynthetic(TwoChannels(22));
  const auto old_lines = Count(21, 20);
  const auto new_lines = Count(22, 20);  // of the same campaigns
  const auto was = PredictFor(*before, kPage, {old_lines, true});
  const auto is = PredictFor(*after, kPage, {new_lines, true});
  EXPECT_EQ(was.click, is.click);
  EXPECT_EQ(was.conversion, is.conversion);
  for (size_t i = 0; i < old_lines.size(); ++i) {
    const Rates predicted = {was.click[i], was.conversion[i]};
    EXPECT_EQ(before->Truth(kPage, LineId(old_lines[i]), predicted).click,
              after->Truth(kPage, LineId(new_lines[i]), predicted).click);
  }
}

TEST(SyntheticRates, CampaignsMissingOnAChannelAreSkippedNotShifted) {
  const auto traffic = MakeSynthetic(TwoChannels(21));
  const auto first = PredictFor(*traffic, kPage, {Count(0, 21), true});
  const auto second = PredictFor(*traffic, kPage, {Count(21, 20), true});
  for (size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(second.click[i], first.click[i < 2 ? i : i + 1]);
  }
}

TEST(SyntheticRates, PredictionsHaveTheConfiguredMeanAndSpread) {
  SyntheticConfig config = City();
  config.lines = {{.click_rate = 0.02,
                   .click_rate_spread = 0.2,
                   .conversion_rate = 0.3,
                   .interest_lift = 3,
                   .interest = 1}};
  const auto traffic = MakeSynthetic(config);
  constexpr size_t kPages = 20000;
  for (uint16_t segment = 0; segment < 2; ++segment) {
    const double mean = segment == 1 ? 0.06 : 0.02;
    double sum = 0, squares = 0;
    for (uint64_t page = 0; page < kPages; ++page) {
      const auto made =
          PredictFor(*traffic, {.page = page, .tick = 1, .segment = segment},
                     {Count(0, 1), true});
      sum += made.click[0];
      squares += (made.click[0] - mean) * (made.click[0] - mean);
      ASSERT_EQ(made.conversion[0], 0.3);
    }
    const double n = kPages;
    EXPECT_NEAR(sum / n, mean, 4 * 0.2 * mean / std::sqrt(n));
    EXPECT_NEAR(squares / n / (0.04 * mean * mean), 1, 4 * std::sqrt(2 / n));
  }
}

TEST(SyntheticRates, RatesStayWithinZeroAndOne) {
  SyntheticConfig config = City();
  for (SyntheticLine& line : config.lines) {
    line.click_rate = 0.6;
    line.click_rate_spread = 3;
  }
  config.truth_spread = 1;
  const auto traffic = MakeSynthetic(config);
  size_t low = 0, high = 0;
  for (uint64_t page = 0; page < 500; ++page) {
    const PageView view = {.page = page};
    const auto made = PredictFor(*traffic, view, {Count(0, 40), true});
    for (uint32_t i = 0; i < 40; ++i) {
      const Rates truth =
          traffic->Truth(view, LineId(i), {made.click[i], made.conversion[i]});
      for (double rate : {made.click[i], truth.click}) {
        ASSERT_GE(rate, 0);
        ASSERT_LE(rate, 1);
        low += rate == 0 ? 1 : 0;
        high += rate == 1 ? 1 : 0;
      }
      ASSERT_EQ(truth.conversion, made.conversion[i]);
    }
  }
  EXPECT_GT(low, 1000U);
  EXPECT_GT(high, 1000U);
}

TEST(SyntheticRates, TruthSpreadsAroundThePrediction) {
  SyntheticConfig config = City();
  EXPECT_EQ(MakeSynthetic(config)->Truth(kPage, LineId(3), {0.1, 0.2}).click,
            0.1);
  config.truth_spread = 0.25;
  const auto traffic = MakeSynthetic(config);
  double sum = 0, squares = 0;
  constexpr size_t kPages = 20000;
  for (uint64_t page = 0; page < kPages; ++page) {
    const double z =
        traffic->Truth({.page = page}, LineId(7), {0.1, 0.2}).click / 0.1 - 1;
    sum += z;
    squares += z * z;
  }
  const double n = kPages;
  EXPECT_NEAR(sum / n, 0, 4 * 0.25 / std::sqrt(n));
  EXPECT_NEAR(squares / n / 0.0625, 1, 4 * std::sqrt(2 / n));
}

TEST(SyntheticRates, SeedRunTickAndPageChangeTheDraws) {
  const auto click = [](uint64_t seed, uint32_t run, PageView page) {
    SyntheticConfig config = City();
    config.seed = seed;
    config.run = run;
    return PredictFor(*MakeSynthetic(config), page, {Count(5, 1), true})
        .click[0];
  };
  const double base = click(1, 0, kPage);
  EXPECT_EQ(click(1, 0, kPage), base);
  EXPECT_NE(click(2, 0, kPage), base);
  EXPECT_NE(click(1, 1, kPage), base);
  EXPECT_NE(click(1, 0, {.page = 78, .tick = 3, .segment = 1}), base);
  EXPECT_NE(click(1, 0, {.page = 77, .tick = 4, .segment = 1}), base);
}

}  // namespace
}  // namespace souk::market
