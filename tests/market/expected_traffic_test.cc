// What traffic expects of itself, against what comes.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "market/random.h"
#include "market/traffic/auctionnet.h"
#include "market/traffic/rate_law.h"
#include "market/traffic/replay.h"
#include "tests/support/city.h"

namespace souk::market {
namespace {

/// The cell of a traffic that has only one.
class OneCell {
 public:
  OneCell(const Traffic& traffic, uint32_t ticks_per_day)
      : cell_(traffic.OpenCell(CellId(0), 1)), ticks_per_day_(ticks_per_day) {}

  /// A tick in which `clicks` of every hundred page views are clicked.
  std::vector<PageView> Play(uint32_t tick, uint64_t clicks) {
    std::vector<PageView> pages;
    PageBatch batch;
    cell_->OpenTick({tick, ticks_per_day_});
    while (cell_->NextBatch(batch)) {
      std::vector<PageReaction> reactions;
      for (const PageView& page : batch.pages) {
        pages.push_back(page);
        reactions.push_back({Mix(page.page ^ tick) % 100 < clicks ? 1U : 0U});
      }
      cell_->React(reactions);
    }
    return pages;
  }

 private:
  std::unique_ptr<CellTraffic> cell_;
  uint32_t ticks_per_day_;
};

double Expected(const Traffic& traffic, uint32_t first, uint32_t end,
                uint32_t ticks_per_day) {
  double sum = 0;
  for (uint32_t tick = first; tick < end; ++tick) {
    sum += traffic.ExpectedPageViews({tick, ticks_per_day});
  }
  return sum;
}

TEST(ExpectedTraffic, SyntheticPageViewsComeAsExpectedInEveryTick) {
  SyntheticConfig config = City();
  config.max_pages = 3;
  config.continue_rate = 0.8;
  config.continue_after_click_rate = 0.4;
  for (SyntheticLine& line : config.lines) line.click_rate = 0.25;
  const auto traffic = MakeSynthetic(config);
  OneCell cell(*traffic, 12);
  for (uint32_t tick = 0; tick < 12; ++tick) {
    const double expected = traffic->ExpectedPageViews({tick, 12});
    const auto found = static_cast<double>(cell.Play(tick, 25).size());
    // A session has at most 3 pages.
    EXPECT_NEAR(found, expected, 3 * 4 * std::sqrt(expected / 3)) << tick;
  }
}

TEST(ExpectedTraffic, HabitsShortenSessionsAndKeepUsersAway) {
  SyntheticConfig config = City();
  config.sessions_per_day = 1;
  config.continue_rate = 1;
  config.continue_after_click_rate = 1;
  HabitsConfig habits;
  habits.temper = 10;
  habits.click_reward = 0;
  habits.return_days = 10;
  habits.return_rate = 0.3;
  config.habits = habits;
  const auto traffic = MakeSynthetic(config);
  OneCell cell(*traffic, 12);
  for (uint32_t day = 0; day < 8; ++day) {
    double found = 0;
    for (uint32_t tick = 12 * day; tick < 12 * day + 12; ++tick) {
      found += static_cast<double>(cell.Play(tick, 5).size());
    }
    const double expected = Expected(*traffic, 12 * day, 12 * day + 12, 12);
    EXPECT_NEAR(found, expected, 0.05 * expected) << "day " << day;
  }
  // From the first day, when everybody can come, it falls.
  EXPECT_LT(Expected(*traffic, 84, 96, 12),
            0.7 * Expected(*traffic, 0, 12, 12));
}

TEST(ExpectedTraffic, SyntheticPagesHaveTheirSharesAndUsers) {
  SyntheticConfig config = City();
  config.place_share = {1, 2};
  config.category_share = {3, 1, 1};
  const auto traffic = MakeSynthetic(config);
  OneCell cell(*traffic, 12);
  std::map<std::tuple<int, int, int, int>, double> found;
  double all = 0;
  for (uint32_t tick = 0; tick < 24; ++tick) {
    for (const PageView& page : cell.Play(tick, 5)) {
      ++found[{page.channel, page.segment, page.place, page.category}];
      ++all;
      ASSERT_LT(traffic->UserOf(page), 20000U);
    }
  }
  double total = 0;
  for (const auto& [kind, count] : found) {
    PageView like;
    std::tie(like.channel, like.segment, like.place, like.category) = kind;
    const double share = traffic->PageShare(like);
    total += share;
    EXPECT_NEAR(count / all, share, 0.1 * share + 0.002);
  }
  EXPECT_EQ(found.size(), 36U);
  EXPECT_NEAR(total, 1, 1e-12);
}

TEST(ExpectedTraffic, APageKeepsItsUserInEveryWave) {
  SyntheticConfig config = City();
  config.continue_rate = 1;
  config.continue_after_click_rate = 1;
  config.max_pages = 4;
  const auto traffic = MakeSynthetic(config);
  OneCell cell(*traffic, 12);
  std::map<uint64_t, int> pages_of;
  for (const PageView& page : cell.Play(3, 0)) {
    ++pages_of[traffic->UserOf(page)];
  }
  EXPECT_GT(pages_of.size(), 100U);
  for (const auto& [user, pages] : pages_of) EXPECT_EQ(pages, 4) << user;
}

TEST(ExpectedTraffic, SyntheticClickRatesHaveTheirMean) {
  SyntheticConfig config = City();
  config.lines[5].click_rate = 0.3;
  config.lines[5].click_rate_spread = 1.5;  // cut at both ends
  config.lines[5].interest = 1;
  const auto traffic = MakeSynthetic(config);
  for (const uint16_t segment : {uint16_t{0}, uint16_t{1}}) {
    double sum = 0;
    constexpr uint64_t kPages = 20000;
    PageView page;
    page.segment = segment;
    for (page.page = 0; page.page < kPages; ++page.page) {
      const std::vector<uint32_t> lines{5};
      std::vector<double> click(1);
      std::vector<double> conversion(1);
      traffic->Predict(page, {lines, true}, click, conversion);
      sum += click[0];
    }
    EXPECT_NEAR(sum / kPages, traffic->MeanClickRate(page, LineId(5)),
                4 * 0.4 / std::sqrt(static_cast<double>(kPages)));
  }
}

TEST(ExpectedTraffic, AReplayKnowsItsRows) {
  ReplayConfig config;
  config.log = {{0, 1, 0, 0, 1}, {1, 2, 3, 4, 5}, {0.1, 0.2, 0.3, 0.4, 0.5}};
  config.page_views_per_tick = 2;
  const auto traffic = MakeReplay(config);
  OneCell cell(*traffic, 4);
  for (uint32_t tick = 0; tick < 4; ++tick) {
    EXPECT_EQ(traffic->ExpectedPageViews({tick, 4}),
              static_cast<double>(cell.Play(tick, 0).size()));
  }
  EXPECT_DOUBLE_EQ(traffic->MeanClickRate({}, LineId(0)), 0.3);
  EXPECT_EQ(traffic->PageShare({}), 1);
}

TEST(ExpectedTraffic, AuctionNetKnowsItsPageViewsAndUsers) {
  const auto traffic =
      MakeAuctionNet({.rule = {.page_views_per_day = 5000}, .campaigns = 2});
  OneCell cell(*traffic, kAuctionNetTicks);
  std::set<uint64_t> users;
  size_t pages = 0;
  for (uint32_t tick = 0; tick < kAuctionNetTicks; ++tick) {
    const auto played = cell.Play(tick, 0);
    EXPECT_EQ(traffic->ExpectedPageViews({tick, kAuctionNetTicks}),
              static_cast<double>(played.size()));
    for (const PageView& page : played) users.insert(traffic->UserOf(page));
    pages += played.size();
  }
  EXPECT_EQ(users.size(), pages);
  EXPECT_EQ(traffic->MeanClickRate({}, LineId(1)), 1);
}

/// Mean over evenly spaced quantiles.
double MeanByWords(RateLaw law, double base, double spread) {
  constexpr uint32_t kWords = 1U << 16;
  double sum = 0;
  for (uint32_t i = 0; i < kWords; ++i) {
    const uint32_t word = i * kWords + kWords / 2;
    double rate = 0;
    DrawRates(law, &word, &base, &spread, {&rate, 1});
    sum += rate;
  }
  return sum / kWords;
}

TEST(RateLaw, TheMeanIsThatOfTheDraws) {
  for (const RateLaw law : {RateLaw::kConstant, RateLaw::kUniform,
                            RateLaw::kNormal, RateLaw::kLogNormal}) {
    for (const double base : {0.0, 0.03, 0.5, 0.9, 1.4}) {
      for (const double spread : {0.0, 0.3, 1.0, 2.5}) {
        EXPECT_NEAR(MeanRate(law, base, spread), MeanByWords(law, base, spread),
                    1e-4)
            << static_cast<int>(law) << " " << base << " " << spread;
      }
    }
  }
}

}  // namespace
}  // namespace souk::market
