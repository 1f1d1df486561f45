#include "market/traffic/synthetic.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

namespace souk::market {
namespace {

constexpr unsigned kWaveShift = 40;

SyntheticConfig City() {
  SyntheticConfig config;
  config.seed = 5;
  config.users = 20000;
  config.sessions_per_day = 3;
  config.ticks_per_day = 12;
  for (int hour = 0; hour < 24; ++hour) config.hour_weight.push_back(hour % 7);
  config.interest_share = {1, 3, 4};
  config.channel_share = {2, 1};
  config.lines.resize(40);
  for (size_t i = 0; i < config.lines.size(); ++i) {
    config.lines[i].interest = static_cast<uint32_t>(i % 3);
  }
  return config;
}

/// Within 4 standard deviations of a binomial distribution.
void ExpectShare(size_t found, size_t of, double p) {
  const double n = static_cast<double>(of);
  EXPECT_NEAR(static_cast<double>(found), n * p,
              4 * std::sqrt(n * p * (1 - p)) + 1e-9)
      << "of " << of;
}

/// Decides from a page what its user did; pure, so that cells agree.
using Clicks = uint32_t (*)(const PageView&);
uint32_t Never(const PageView&) { return 0; }
uint32_t Always(const PageView&) { return 1; }
uint32_t EveryThirdUser(const PageView& page) { return page.page % 3 == 0; }

/// The page views of a tick in serving order, by one cell.
std::vector<PageView> Play(CellTraffic& cell, TickTime time, Clicks clicks) {
  std::vector<PageView> pages;
  PageBatch batch;
  cell.OpenTick(time);
  while (cell.NextBatch(batch)) {
    EXPECT_LE(batch.pages.size(), kBatchPageViews);
    std::vector<PageReaction> reactions;
    for (const PageView& page : batch.pages) {
      pages.push_back(page);
      reactions.push_back({clicks(page)});
    }
    cell.React(reactions);
  }
  EXPECT_TRUE(batch.pages.empty());
  return pages;
}

std::vector<PageView> PlayAll(const Traffic& traffic, uint32_t cells,
                              TickTime time, Clicks clicks) {
  std::vector<PageView> pages;
  for (uint32_t cell = 0; cell < cells; ++cell) {
    const auto players = traffic.OpenCell(CellId(cell), cells);
    const auto part = Play(*players, time, clicks);
    pages.insert(pages.end(), part.begin(), part.end());
  }
  return pages;
}

size_t Wave(const PageView& page) { return page.page >> kWaveShift; }

/// How many pages each wave has.
std::vector<size_t> Waves(const std::vector<PageView>& pages) {
  std::vector<size_t> waves;
  for (const PageView& page : pages) {
    if (Wave(page) >= waves.size()) waves.resize(Wave(page) + 1);
    ++waves[Wave(page)];
  }
  return waves;
}

TEST(SessionRates, FollowTheHoursAndAddUpToTheDay) {
  for (uint32_t ticks : {2U, 7U, 24U, 48U, 288U}) {
    SyntheticConfig config = City();
    config.ticks_per_day = ticks;
    const auto rates = SessionRates(config);
    ASSERT_EQ(rates.size(), ticks);
    EXPECT_NEAR(std::accumulate(rates.begin(), rates.end(), 0.0), 3, 1e-12);
  }
  SyntheticConfig config = City();
  config.ticks_per_day = 48;
  const auto rates = SessionRates(config);
  EXPECT_EQ(rates[0], 0);
  EXPECT_EQ(rates[2], rates[3]);
  EXPECT_DOUBLE_EQ(rates[2 * 6], 6 * rates[2]);
}

TEST(SyntheticTraffic, SessionsStartAtTheRateOfTheirHour) {
  const auto traffic = MakeSynthetic(City());
  const auto rates = SessionRates(City());
  for (uint32_t tick = 0; tick < 36; ++tick) {
    const auto waves = Waves(PlayAll(*traffic, 1, {tick, 12}, Never));
    ExpectShare(waves.empty() ? 0 : waves[0], 20000, rates[tick % 12]);
  }
}

TEST(SyntheticTraffic, EveryUserHasAsManySessionsADayAsConfigured) {
  const auto traffic = MakeSynthetic(City());
  double variance = 0;
  for (double rate : SessionRates(City())) variance += rate * (1 - rate);
  size_t sessions = 0;
  std::map<uint64_t, int> of_user;
  for (uint32_t tick = 0; tick < 12; ++tick) {
    for (const PageView& page : PlayAll(*traffic, 1, {tick, 12}, Never)) {
      if (Wave(page) > 0) continue;
      ++sessions;
      ++of_user[page.page];
    }
  }
  EXPECT_NEAR(static_cast<double>(sessions), 3 * 20000.0,
              4 * std::sqrt(20000 * variance));
  EXPECT_LT(of_user.rbegin()->first, 20000U);
  for (const auto& [user, count] : of_user) ASSERT_LE(count, 12);
}

TEST(SyntheticTraffic, UsersLeaveAtTheConfiguredRates) {
  const auto traffic = MakeSynthetic(City());
  const auto bored = Waves(PlayAll(*traffic, 1, {3, 12}, Never));
  const auto pleased = Waves(PlayAll(*traffic, 1, {3, 12}, Always));
  ASSERT_GT(bored.size(), 3U);
  ASSERT_GT(pleased.size(), 2U);
  EXPECT_EQ(bored[0], pleased[0]);
  for (size_t w = 1; w < 4; ++w) ExpectShare(bored[w], bored[w - 1], 0.5);
  for (size_t w = 1; w < 3; ++w) ExpectShare(pleased[w], pleased[w - 1], 0.25);
}

TEST(SyntheticTraffic, SessionsEndAfterTheLastAllowedPage) {
  SyntheticConfig config = City();
  config.continue_rate = 1;
  config.continue_after_click_rate = 0;
  for (uint32_t most : {1U, 2U, 5U}) {
    config.max_pages = most;
    const auto traffic = MakeSynthetic(config);
    const auto waves = Waves(PlayAll(*traffic, 3, {3, 12}, Never));
    ASSERT_EQ(waves.size(), most);
    for (size_t size : waves) EXPECT_EQ(size, waves[0]);
    EXPECT_EQ(Waves(PlayAll(*traffic, 3, {3, 12}, Always)).size(), 1U);
  }
}

TEST(SyntheticTraffic, NobodyComesInAnHourWithoutWeight) {
  SyntheticConfig config = City();
  config.ticks_per_day = 24;
  EXPECT_TRUE(PlayAll(*MakeSynthetic(config), 4, {7, 24}, Never).empty());
}

TEST(SyntheticTraffic, EverybodyComesAtRateOne) {
  SyntheticConfig config = City();
  config.hour_weight.assign(24, 1);
  config.sessions_per_day = 12;
  config.continue_rate = 0;
  EXPECT_EQ(PlayAll(*MakeSynthetic(config), 4, {7, 12}, Never).size(), 20000U);
}

TEST(SyntheticTraffic, InterestsAndChannelsHaveTheirShares) {
  const auto traffic = MakeSynthetic(City());
  EXPECT_EQ(traffic->segments(), 3U);
  std::map<uint64_t, uint16_t> interest;
  std::vector<size_t> on_channel(2);
  size_t pages = 0;
  for (uint32_t tick = 0; tick < 24; ++tick) {
    for (const PageView& page : PlayAll(*traffic, 1, {tick, 12}, Never)) {
      const uint64_t user = page.page & ((uint64_t{1} << kWaveShift) - 1);
      const auto known = interest.emplace(user, page.segment).first;
      ASSERT_EQ(known->second, page.segment) << "user " << user << " changed";
      ++on_channel[page.channel];
      ++pages;
      ASSERT_EQ(page.tick, tick);
    }
  }
  std::vector<size_t> with_interest(3);
  for (const auto& [user, segment] : interest) ++with_interest[segment];
  ExpectShare(with_interest[0], interest.size(), 1.0 / 8);
  ExpectShare(with_interest[1], interest.size(), 3.0 / 8);
  ExpectShare(with_interest[2], interest.size(), 4.0 / 8);
  ExpectShare(on_channel[0], pages, 2.0 / 3);
}

using PageKey = std::tuple<uint64_t, uint16_t, uint16_t>;

std::vector<PageKey> Sorted(const std::vector<PageView>& pages) {
  std::vector<PageKey> keys;
  for (const PageView& page : pages) {
    keys.emplace_back(page.page, page.segment, page.channel);
  }
  std::ranges::sort(keys);
  return keys;
}

TEST(SyntheticTraffic, CellsSplitTheSamePopulation) {
  SyntheticConfig config = City();
  config.users = 9973;  // no multiple of anything
  const auto traffic = MakeSynthetic(config);
  for (uint32_t tick : {1U, 5U}) {
    const auto whole = Sorted(PlayAll(*traffic, 1, {tick, 12}, EveryThirdUser));
    EXPECT_EQ(std::ranges::adjacent_find(whole), whole.end());
    for (uint32_t cells : {2U, 7U, 16U, 1000U, 9973U}) {
      EXPECT_EQ(Sorted(PlayAll(*traffic, cells, {tick, 12}, EveryThirdUser)),
                whole)
          << cells << " cells";
    }
  }
}

TEST(SyntheticTraffic, SharesOfCellsAreThoseOfTheirUsers) {
  const auto traffic = MakeSynthetic(City());
  for (uint32_t cells : {1U, 3U, 7U, 4096U}) {
    double sum = 0;
    for (uint32_t cell = 0; cell < cells; ++cell) {
      const double share = traffic->CellShare(CellId(cell), cells);
      EXPECT_NEAR(share * 20000, 20000.0 / cells, 1);
      sum += share;
    }
    EXPECT_NEAR(sum, 1, 1e-12);
  }
}

TEST(SyntheticTraffic, AWaveIsServedInOrderOfUsers) {
  SyntheticConfig config = City();
  config.hour_weight.assign(24, 1);
  config.sessions_per_day = 10;  // waves of several batches
  const auto pages = PlayAll(*MakeSynthetic(config), 1, {2, 12}, Never);
  EXPECT_GT(Waves(pages)[0], 2 * kBatchPageViews);
  EXPECT_GT(Waves(pages)[1], kBatchPageViews);
  for (size_t i = 1; i < pages.size(); ++i) {
    ASSERT_LT(pages[i - 1].page, pages[i].page);
  }
}

TEST(SyntheticTraffic, APlayedTickLeavesNoTrace) {
  const auto traffic = MakeSynthetic(City());
  const auto cell = traffic->OpenCell(CellId(1), 3);
  const auto fresh = traffic->OpenCell(CellId(1), 3);
  Play(*cell, {4, 12}, Always);
  EXPECT_EQ(Sorted(Play(*cell, {5, 12}, EveryThirdUser)),
            Sorted(Play(*fresh, {5, 12}, EveryThirdUser)));
}

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

TEST(SyntheticTraffic, PredictionsDoNotDependOnWhoElseIsACandidate) {
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

TEST(SyntheticTraffic, ACampaignMoreChangesNothingForTheOthers) {
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

TEST(SyntheticTraffic, CampaignsMissingOnAChannelAreSkippedNotShifted) {
  const auto traffic = MakeSynthetic(TwoChannels(21));
  const auto first = PredictFor(*traffic, kPage, {Count(0, 21), true});
  const auto second = PredictFor(*traffic, kPage, {Count(21, 20), true});
  for (size_t i = 0; i < 20; ++i) {
    EXPECT_EQ(second.click[i], first.click[i < 2 ? i : i + 1]);
  }
}

TEST(SyntheticTraffic, PredictionsHaveTheConfiguredMeanAndSpread) {
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

TEST(SyntheticTraffic, RatesStayWithinZeroAndOne) {
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

TEST(SyntheticTraffic, TruthSpreadsAroundThePrediction) {
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

TEST(SyntheticTraffic, SeedRunTickAndPageChangeTheDraws) {
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
