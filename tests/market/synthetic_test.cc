#include "market/traffic/synthetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "market/random.h"

namespace souk::market {
namespace {

constexpr unsigned kWaveShift = 40;

SyntheticConfig Town() {
  SyntheticConfig config;
  config.seed = 5;
  config.users = 20000;
  config.hour_weight.assign(24, 1);
  config.interest_share = {1};
  config.channel_share = {1};
  config.continue_rate = 0;
  config.continue_after_click_rate = 0;
  config.ticks_per_day = 4;
  return config;
}

TickTime At(uint32_t tick, const SyntheticConfig& config) {
  return {tick, config.ticks_per_day};
}

struct Place {
  uint32_t cell = 0;
  uint32_t cells = 1;
};

/// All page views of a tick; on every page there are `clicks` clicks.
std::vector<PageView> PagesOf(const Traffic& traffic, Place place,
                              TickTime time, uint32_t clicks = 0) {
  const auto cell = traffic.OpenCell(CellId(place.cell), place.cells);
  cell->OpenTick(time);
  std::vector<PageView> pages;
  PageBatch batch;
  while (cell->NextBatch(batch)) {
    EXPECT_LE(batch.pages.size(), kBatchPageViews);
    pages.insert(pages.end(), batch.pages.begin(), batch.pages.end());
    cell->React(std::vector<PageReaction>(batch.pages.size(), {clicks}));
  }
  EXPECT_TRUE(batch.pages.empty());
  return pages;
}

uint64_t UserOf(const PageView& page) {
  return page.page & ((uint64_t{1} << kWaveShift) - 1);
}

TEST(Synthetic, AUserStartsASessionIfTheDrawIsBelowTheRate) {
  SyntheticConfig config = Town();
  config.sessions_per_day = 0.9;
  const double rate = 0.9 / 4;
  ASSERT_EQ(SessionRates(config), std::vector<double>(4, rate));
  const auto traffic = MakeSynthetic(config);
  const Stream activity(config.seed, config.run, Purpose::kActivity);
  for (uint32_t tick : {0U, 1U, 6U}) {
    std::vector<uint64_t> expected, found;
    for (uint64_t user = 0; user < config.users; ++user) {
      const double u = activity.Words(user, tick, 0)[0] * 0x1p-32;
      if (u < rate) expected.push_back(user);
    }
    for (const PageView& page : PagesOf(*traffic, {}, At(tick, config))) {
      found.push_back(page.page);
      EXPECT_EQ(page.tick, tick);
    }
    EXPECT_EQ(found, expected) << "tick " << tick;
  }
}

TEST(Synthetic, EverybodyComesAtRateOneAndNobodyAtRateZero) {
  SyntheticConfig config = Town();
  config.users = 5001;
  config.ticks_per_day = 24;
  config.hour_weight.assign(24, 0);
  config.hour_weight[3] = 1;
  const auto traffic = MakeSynthetic(config);
  EXPECT_EQ(PagesOf(*traffic, {}, At(3, config)).size(), 5001U);
  EXPECT_EQ(PagesOf(*traffic, {}, At(2, config)).size(), 0U);
  EXPECT_EQ(PagesOf(*traffic, {}, At(27, config)).size(), 5001U);
}

TEST(Synthetic, TheDayFollowsItsHours) {
  SyntheticConfig config = Town();
  config.users = 100000;
  config.ticks_per_day = 48;
  config.sessions_per_day = 4;
  for (size_t hour = 0; hour < 24; ++hour) {
    config.hour_weight[hour] = hour < 6 ? 0 : static_cast<double>(hour);
  }
  const auto traffic = MakeSynthetic(config);
  double all = 0;
  for (uint32_t tick = 0; tick < 48; ++tick) {
    const double hour = tick / 2;
    const double expected =
        hour < 6 ? 0 : 4e5 * hour / (2 * (23 * 24 / 2 - 15));
    const auto pages =
        static_cast<double>(PagesOf(*traffic, {}, At(tick, config)).size());
    EXPECT_NEAR(pages, expected, 5 * std::sqrt(expected)) << "tick " << tick;
    all += pages;
  }
  EXPECT_NEAR(all, 4e5, 5 * std::sqrt(4e5));
}

TEST(Synthetic, SessionsGoOnInWaves) {
  SyntheticConfig config = Town();
  config.continue_rate = 1;
  config.max_pages = 3;
  const auto traffic = MakeSynthetic(config);
  const auto pages = PagesOf(*traffic, {}, At(0, config));
  std::map<uint64_t, std::vector<uint64_t>> waves;
  uint64_t last_wave = 0;
  for (const PageView& page : pages) {
    const uint64_t wave = page.page >> kWaveShift;
    EXPECT_GE(wave, last_wave) << "a wave came back";
    last_wave = wave;
    waves[UserOf(page)].push_back(wave);
  }
  EXPECT_GT(waves.size(), kBatchPageViews) << "more than one batch a wave";
  for (const auto& [user, seen] : waves) {
    EXPECT_EQ(seen, (std::vector<uint64_t>{0, 1, 2})) << "user " << user;
  }
}

TEST(Synthetic, ClicksDecideWhoStays) {
  SyntheticConfig config = Town();
  config.continue_rate = 0.8;
  config.continue_after_click_rate = 0.2;
  config.max_pages = 2;
  const auto traffic = MakeSynthetic(config);
  for (uint32_t clicks : {0U, 1U, 2U}) {
    const double stay = clicks == 0 ? 0.8 : 0.2;
    const auto pages = PagesOf(*traffic, {}, At(1, config), clicks);
    const auto first = std::ranges::count_if(pages, [](const PageView& page) {
      return page.page >> kWaveShift == 0;
    });
    const auto second =
        static_cast<double>(pages.size()) - static_cast<double>(first);
    EXPECT_NEAR(second / static_cast<double>(first), stay, 0.03) << clicks;
  }
}

using PageName = std::tuple<uint64_t, uint16_t, uint16_t>;

TEST(Synthetic, CellsPartThePopulationAndNothingElseChanges) {
  SyntheticConfig config = Town();
  config.users = 4999;
  config.interest_share = {1, 2, 3};
  config.channel_share = {2, 1};
  config.continue_rate = 0.6;
  config.sessions_per_day = 2;
  const auto traffic = MakeSynthetic(config);
  std::set<PageName> whole;
  for (uint32_t cells : {1U, 2U, 7U, 16U}) {
    std::set<PageName> pages;
    double share = 0;
    for (uint32_t cell = 0; cell < cells; ++cell) {
      for (const PageView& page :
           PagesOf(*traffic, {cell, cells}, At(2, config))) {
        EXPECT_TRUE(
            pages.emplace(page.page, page.segment, page.channel).second);
      }
      share += traffic->CellShare(CellId(cell), cells);
    }
    EXPECT_NEAR(share, 1, 1e-12);
    if (cells == 1) whole = pages;
    EXPECT_EQ(pages, whole) << cells << " cells";
  }
  EXPECT_GT(whole.size(), 4999U);
}

TEST(Synthetic, InterestsAndChannelsComeByShare) {
  SyntheticConfig config = Town();
  config.interest_share = {1, 3};
  config.channel_share = {5, 2, 3};
  config.sessions_per_day = 4;
  const auto traffic = MakeSynthetic(config);
  EXPECT_EQ(traffic->segments(), 2U);
  std::array<double, 2> segment{};
  std::array<double, 3> channel{};
  const auto pages = PagesOf(*traffic, {}, At(0, config));
  ASSERT_EQ(pages.size(), config.users);
  for (const PageView& page : pages) {
    segment[page.segment] += 1.0 / 20000;
    channel[page.channel] += 1.0 / 20000;
  }
  EXPECT_NEAR(segment[0], 0.25, 0.015);
  EXPECT_NEAR(channel[0], 0.5, 0.018);
  EXPECT_NEAR(channel[1], 0.2, 0.015);
  // A user keeps the interest, and is on another channel tomorrow.
  const auto tomorrow = PagesOf(*traffic, {}, At(4, config));
  size_t moved = 0;
  for (size_t i = 0; i < pages.size(); ++i) {
    ASSERT_EQ(pages[i].segment, tomorrow[i].segment);
    moved += pages[i].channel != tomorrow[i].channel ? 1 : 0;
  }
  EXPECT_GT(moved, 10000U);
}

/// Fifty lines, interests 0, 1 and none in turn.
SyntheticConfig TownWithLines() {
  SyntheticConfig config = Town();
  config.interest_share = {1, 1};
  for (uint32_t line = 0; line < 50; ++line) {
    config.lines.push_back({.click_rate = 0.02 + 0.01 * line,
                            .click_rate_spread = 0.2,
                            .conversion_rate = 0.01 * line,
                            .interest_lift = 1.5,
                            .interest = line % 3 == 2 ? kNone : line % 3});
  }
  return config;
}

TEST(Synthetic, PredictedRatesHaveTheirMeansBySegment) {
  const SyntheticConfig config = TownWithLines();
  const auto traffic = MakeSynthetic(config);
  std::vector<uint32_t> lines(50);
  std::iota(lines.begin(), lines.end(), 0U);
  constexpr uint64_t kPages = 20000;
  for (uint16_t segment : {uint16_t{0}, uint16_t{1}}) {
    std::vector<double> click(50), conversion(50), sum(50, 0);
    for (uint64_t page = 0; page < kPages; ++page) {
      traffic->Predict({.page = page, .segment = segment}, {lines, true}, click,
                       conversion);
      for (size_t i = 0; i < 50; ++i) sum[i] += click[i];
    }
    // No line here reaches 0 or 1 (five standard deviations).
    for (size_t i = 0; i < 41; ++i) {
      const double lift = config.lines[i].interest == segment ? 1.5 : 1;
      const double mean = config.lines[i].click_rate * lift;
      EXPECT_NEAR(sum[i] / kPages / mean, 1, 5 * 0.2 / std::sqrt(1.0 * kPages))
          << "line " << i;
      EXPECT_EQ(conversion[i], config.lines[i].conversion_rate);
    }
  }
}

TEST(Synthetic, ALineMeetsTheSameRateWhoeverStandsBesideIt) {
  const auto traffic = MakeSynthetic(TownWithLines());
  const Stream chance(3, 0, Purpose::kTest);
  std::vector<uint32_t> all(50);
  std::iota(all.begin(), all.end(), 0U);
  std::vector<double> click(50), conversion(50);
  for (uint32_t page = 0; page < 300; ++page) {
    const PageView view{.page = page, .tick = 3, .segment = uint16_t(page % 2)};
    traffic->Predict(view, {all, true}, click, conversion);
    std::vector<uint32_t> some;
    const bool range = page % 3 == 0;
    const auto first = static_cast<uint32_t>(chance.Integer(50, page, 0, 0));
    for (uint32_t line = first; line < 50; ++line) {
      if (range || chance.Bernoulli(0.4, page, 0, 1 + line)) {
        some.push_back(line);
      }
    }
    for (bool contiguous : {true, false}) {
      if (contiguous && !range) continue;
      std::vector<double> c(some.size(), -1), v(some.size(), -1);
      traffic->Predict(view, {some, contiguous}, c, v);
      for (size_t i = 0; i < some.size(); ++i) {
        ASSERT_EQ(c[i], click[some[i]]) << "line " << some[i];
        ASSERT_EQ(v[i], conversion[some[i]]);
      }
    }
  }
}

TEST(Synthetic, RatesAreCutToProbabilities) {
  SyntheticConfig config = Town();
  config.lines.assign(8, {.click_rate = 0.9, .click_rate_spread = 3});
  const auto traffic = MakeSynthetic(config);
  std::vector<uint32_t> lines(8);
  std::iota(lines.begin(), lines.end(), 0U);
  std::set<double> ends;
  for (uint64_t page = 0; page < 100; ++page) {
    std::vector<double> click(8), conversion(8);
    traffic->Predict({.page = page}, {lines, true}, click, conversion);
    for (double rate : click) {
      ASSERT_GE(rate, 0);
      ASSERT_LE(rate, 1);
      if (rate == 0 || rate == 1) ends.insert(rate);
    }
  }
  EXPECT_EQ(ends.size(), 2U);
}

TEST(Synthetic, TruthIsWhatWasPredictedWithoutASpread) {
  const auto traffic = MakeSynthetic(TownWithLines());
  const Rates truth = traffic->Truth({.page = 3}, LineId(4), {0.3, 0.2});
  EXPECT_EQ(truth.click, 0.3);
  EXPECT_EQ(truth.conversion, 0.2);
}

TEST(Synthetic, TruthSpreadsAroundThePrediction) {
  SyntheticConfig config = TownWithLines();
  config.truth_spread = 0.2;
  const auto traffic = MakeSynthetic(config);
  double sum = 0, squares = 0;
  for (uint64_t page = 0; page < 20000; ++page) {
    const Rates truth =
        traffic->Truth({.page = page}, LineId(page % 50), {0.3, 0.2});
    EXPECT_EQ(truth.conversion, 0.2);
    const double z = (truth.click / 0.3 - 1) / 0.2;
    sum += z;
    squares += z * z;
  }
  EXPECT_NEAR(sum / 20000, 0, 0.035);
  EXPECT_NEAR(squares / 20000, 1, 0.05);
}

}  // namespace
}  // namespace souk::market
