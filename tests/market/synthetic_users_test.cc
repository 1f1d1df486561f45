#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "market/random.h"
#include "tests/support/city.h"

namespace souk::market {
namespace {

constexpr unsigned kWaveShift = 40;

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

TEST(SyntheticUsers, AUserStartsASessionIfTheDrawIsBelowTheRate) {
  const SyntheticConfig config = City();
  const auto traffic = MakeSynthetic(config);
  const Stream activity(config.seed, config.run, Purpose::kActivity);
  for (uint32_t tick : {3U, 5U, 18U}) {
    const double rate = SessionRates(config)[tick % 12];
    std::vector<uint64_t> expected, found;
    for (uint64_t user = 0; user < config.users; ++user) {
      const double u = activity.Words(user, tick, 0)[0] * 0x1p-32;
      if (u < rate) expected.push_back(user);
    }
    for (const PageView& page : PlayAll(*traffic, 1, {tick, 12}, Never)) {
      if (Wave(page) == 0) found.push_back(page.page);
    }
    EXPECT_EQ(found, expected) << "tick " << tick;
  }
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

TEST(SyntheticUsers, SessionsStartAtTheRateOfTheirHour) {
  const auto traffic = MakeSynthetic(City());
  const auto rates = SessionRates(City());
  for (uint32_t tick = 0; tick < 36; ++tick) {
    const auto waves = Waves(PlayAll(*traffic, 1, {tick, 12}, Never));
    ExpectShare(waves.empty() ? 0 : waves[0], 20000, rates[tick % 12]);
  }
}

TEST(SyntheticUsers, EveryUserHasAsManySessionsADayAsConfigured) {
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

TEST(SyntheticUsers, UsersLeaveAtTheConfiguredRates) {
  const auto traffic = MakeSynthetic(City());
  const auto bored = Waves(PlayAll(*traffic, 1, {3, 12}, Never));
  const auto pleased = Waves(PlayAll(*traffic, 1, {3, 12}, Always));
  ASSERT_GT(bored.size(), 3U);
  ASSERT_GT(pleased.size(), 2U);
  EXPECT_EQ(bored[0], pleased[0]);
  for (size_t w = 1; w < 4; ++w) ExpectShare(bored[w], bored[w - 1], 0.5);
  for (size_t w = 1; w < 3; ++w) ExpectShare(pleased[w], pleased[w - 1], 0.25);
}

TEST(SyntheticUsers, SessionsEndAfterTheLastAllowedPage) {
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

TEST(SyntheticUsers, NobodyComesInAnHourWithoutWeight) {
  SyntheticConfig config = City();
  config.ticks_per_day = 24;
  EXPECT_TRUE(PlayAll(*MakeSynthetic(config), 4, {7, 24}, Never).empty());
}

TEST(SyntheticUsers, EverybodyComesAtRateOne) {
  SyntheticConfig config = City();
  config.hour_weight.assign(24, 1);
  config.sessions_per_day = 12;
  config.continue_rate = 0;
  EXPECT_EQ(PlayAll(*MakeSynthetic(config), 4, {7, 12}, Never).size(), 20000U);
}

TEST(SyntheticUsers, InterestsAndChannelsHaveTheirShares) {
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

TEST(SyntheticUsers, PlacesAndCategoriesHaveTheirShares) {
  SyntheticConfig config = City();
  const auto plain = PlayAll(*MakeSynthetic(config), 1, {7, 12}, Never);
  config.place_share = {1, 3};
  config.category_share = {2, 1, 1};
  const auto traffic = MakeSynthetic(config);
  EXPECT_EQ(traffic->places(), 2U);
  EXPECT_EQ(traffic->categories(), 3U);
  const auto pages = PlayAll(*traffic, 1, {7, 12}, Never);
  // They change nothing else.
  ASSERT_EQ(pages.size(), plain.size());
  std::map<uint64_t, uint16_t> place;
  std::vector<size_t> about(3);
  size_t together = 0;
  for (size_t i = 0; i < pages.size(); ++i) {
    ASSERT_EQ(pages[i].page, plain[i].page);
    ASSERT_EQ(pages[i].segment, plain[i].segment);
    ASSERT_EQ(pages[i].channel, plain[i].channel);
    ASSERT_EQ(plain[i].place, 0U);
    ASSERT_EQ(plain[i].category, 0U);
    const uint64_t user = pages[i].page & ((uint64_t{1} << kWaveShift) - 1);
    const auto known = place.emplace(user, pages[i].place).first;
    ASSERT_EQ(known->second, pages[i].place) << "user " << user << " moved";
    ++about[pages[i].category];
    together += pages[i].channel == 0 && pages[i].category == 0 ? 1 : 0;
  }
  size_t far = 0;
  for (const auto& [user, at] : place) far += at;
  ExpectShare(far, place.size(), 3.0 / 4);
  ExpectShare(about[0], pages.size(), 1.0 / 2);
  ExpectShare(about[1], pages.size(), 1.0 / 4);
  // Independent of the channel.
  ExpectShare(together, pages.size(), 1.0 / 2 * 2 / 3);
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

TEST(SyntheticUsers, CellsSplitTheSamePopulation) {
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

TEST(SyntheticUsers, SharesOfCellsAreThoseOfTheirUsers) {
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

TEST(SyntheticUsers, AWaveIsServedInOrderOfUsers) {
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

TEST(SyntheticUsers, APlayedTickLeavesNoTrace) {
  const auto traffic = MakeSynthetic(City());
  const auto cell = traffic->OpenCell(CellId(1), 3);
  const auto fresh = traffic->OpenCell(CellId(1), 3);
  Play(*cell, {4, 12}, Always);
  EXPECT_EQ(Sorted(Play(*cell, {5, 12}, EveryThirdUser)),
            Sorted(Play(*fresh, {5, 12}, EveryThirdUser)));
}

}  // namespace
}  // namespace souk::market
