#include "market/traffic/habits.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "market/vector_math.h"
#include "tests/support/city.h"

namespace souk::market {
namespace {

/// Pages until a user with such rewards leaves.
int PagesOf(double temper, double reward) {
  for (int pages = 1;; ++pages) {
    temper = TemperAfter(temper, reward);
    if (!TemperLasts(temper)) return pages;
  }
}

TEST(Habits, DullPagesDriveUsersAway) {
  EXPECT_EQ(PagesOf(10, 0), 5);
  EXPECT_EQ(TemperAfter(10, 0), 8);
  EXPECT_NEAR(TemperAfter(10, 0.4), 8.4, 1e-12);
  EXPECT_EQ(TemperAfter(10, 5), 10);  // a good page keeps, it does not cheer
  EXPECT_EQ(TemperAfter(10, -3), 8);
}

TEST(Habits, TheDayOfReturnIsATruncatedGeometric) {
  // P = 0.75, D = 10: next day with 0.750001, 1.333323 days on average.
  EXPECT_EQ(ReturnDelay(0.75, 10, 0), 0u);
  EXPECT_EQ(ReturnDelay(0.75, 10, 0.7500005), 0u);
  EXPECT_EQ(ReturnDelay(0.75, 10, 0.750002), 1u);
  EXPECT_EQ(ReturnDelay(0.75, 10, 1 - 1e-9), 9u);
  constexpr int kGrid = 1000000;
  double days = 0;
  for (int i = 0; i < kGrid; ++i) {
    days += 1 + ReturnDelay(0.75, 10, (i + 0.5) / kGrid);
  }
  EXPECT_NEAR(days / kGrid, 1.333323, 2e-6);
  EXPECT_EQ(ReturnDelay(0.3, 1, 0.99), 0u);
}

TEST(Habits, ClicksBringUsersBackSooner) {
  const HabitsConfig config = {
      .click_reward = 2, .return_rate = 0.4, .return_gain = 0.1};
  EXPECT_NEAR(ReturnRate(config, 0), 0.4, 1e-12);
  EXPECT_NEAR(ReturnRate(config, 1.5), 0.7, 1e-12);
  EXPECT_EQ(ReturnRate(config, 100), 0.999);
  EXPECT_EQ(ReturnRate({.return_rate = 0}, 0), 0.001);
}

Habits Two(const HabitsConfig& config) {
  return Habits(config, Stream(1, 0, Purpose::kSession), {10, 2});
}

TEST(Habits, FatigueCountsTheLastEightAds) {
  Habits habits = Two({.fatigue = 0.2});
  EXPECT_EQ(habits.Tired(0, 7, 0.2), 0.2);
  habits.TakePage(0, 0, std::vector<Habits::Ad>{{7, kNone}, {3, kNone}});
  habits.TakePage(0, 0, std::vector<Habits::Ad>{{7, kNone}});
  EXPECT_NEAR(habits.Tired(0, 7, 0.2), Sigmoid(Logit(0.2) - 0.4), 1e-12);
  EXPECT_NEAR(habits.Tired(0, 3, 0.2), Sigmoid(Logit(0.2) - 0.2), 1e-12);
  EXPECT_EQ(habits.Tired(1, 7, 0.2), 0.2);
  EXPECT_EQ(habits.Tired(0, 7, 0), 0);
  EXPECT_EQ(habits.Tired(0, 7, 1), 1);
  for (uint32_t campaign = 20; campaign < 27; ++campaign) {
    habits.TakePage(0, 0, std::vector<Habits::Ad>{{campaign, kNone}});
  }
  EXPECT_NEAR(habits.Tired(0, 7, 0.2), Sigmoid(Logit(0.2) - 0.2), 1e-12);
  habits.TakePage(0, 0, std::vector<Habits::Ad>{{30, kNone}});
  EXPECT_EQ(habits.Tired(0, 7, 0.2), 0.2);
}

TEST(Habits, WhoIsAwayStartsNoSession) {
  Habits habits = Two({.return_days = 3, .return_rate = 0});
  std::vector<uint32_t> users = {0, 1};
  habits.StartSessions({5, 24}, users);
  EXPECT_EQ(users, (std::vector<uint32_t>{0, 1}));
  habits.TakePage(0, 0, {});
  habits.EndSession(0);
  habits.StartSessions({23, 24}, users);
  EXPECT_EQ(users, std::vector<uint32_t>{1});
  users = {0, 1};
  habits.StartSessions({3 * 24, 24}, users);  // three days are the most
  EXPECT_EQ(users, (std::vector<uint32_t>{0, 1}));
}

SyntheticConfig TiredCity() {
  SyntheticConfig config = City();
  config.continue_rate = 1;
  config.continue_after_click_rate = 1;
  config.habits = HabitsConfig{.temper = 10,
                               .fatigue = 0.2,
                               .return_days = 10,
                               .return_gain = 0.1,
                               .switch_rate = 0.3,
                               .drift_rate = 0.5};
  return config;
}

uint64_t UserOf(const PageView& page) {
  return page.page % (uint64_t{1} << 40);
}

/// Everybody sees line user % 40; every third user clicks on every page.
std::vector<PageView> Play(CellTraffic& cell, TickTime time) {
  std::vector<PageView> pages;
  PageBatch batch;
  cell.OpenTick(time);
  while (cell.NextBatch(batch)) {
    std::vector<SeenAd> seen;
    std::vector<PageReaction> reactions;
    for (const PageView& page : batch.pages) {
      pages.push_back(page);
      const uint64_t user = UserOf(page);
      seen.push_back({static_cast<uint32_t>(user % 40), user % 3 == 0});
    }
    for (const SeenAd& one : seen) {
      reactions.push_back({one.clicked ? 1U : 0U, std::span(&one, 1)});
    }
    cell.React(reactions);
  }
  return pages;
}

TEST(SyntheticHabits, DullPagesEndSessions) {
  const auto traffic = MakeSynthetic(TiredCity());
  const auto cell = traffic->OpenCell(CellId(0), 1);
  EXPECT_TRUE(cell->remembers());
  for (const PageView& page : Play(*cell, {5, 12})) {
    // Nothing: five pages. A click on each: 10, 9, ..., 1, gone.
    EXPECT_LT(page.page >> 40, UserOf(page) % 3 == 0 ? 10u : 5u);
  }
}

TEST(SyntheticHabits, NobodyComesTwiceADay) {
  const auto traffic = MakeSynthetic(TiredCity());
  const auto cell = traffic->OpenCell(CellId(0), 1);
  std::vector<uint64_t> users;
  for (uint32_t tick = 0; tick < 12; ++tick) {
    for (const PageView& page : Play(*cell, {tick, 12})) {
      if (page.page >> 40 == 0) users.push_back(page.page);
    }
  }
  EXPECT_GT(users.size(), 15000u);
  std::ranges::sort(users);
  EXPECT_EQ(std::ranges::adjacent_find(users), users.end());
}

TEST(SyntheticHabits, InterestsMove) {
  const auto traffic = MakeSynthetic(TiredCity());
  const auto cell = traffic->OpenCell(CellId(0), 1);
  std::vector<uint16_t> first(20000, 99);
  size_t moved = 0, again = 0;
  for (uint32_t tick = 0; tick < 36; ++tick) {
    for (const PageView& page : Play(*cell, {tick, 12})) {
      const uint64_t user = UserOf(page);
      if (first[user] == 99) first[user] = page.segment;
      ++again;
      moved += first[user] != page.segment ? 1 : 0;
    }
  }
  EXPECT_GT(moved, again / 20);
  EXPECT_LT(moved, again / 2);
}

TEST(SyntheticHabits, SurviveACheckpoint) {
  const auto traffic = MakeSynthetic(TiredCity());
  const auto cell = traffic->OpenCell(CellId(1), 3);
  for (uint32_t tick = 0; tick < 20; ++tick) Play(*cell, {tick, 12});
  ArchiveWriter out;
  cell->Save(out);
  const auto restored = traffic->OpenCell(CellId(1), 3);
  ArchiveReader in(out.bytes());
  restored->Load(in);
  ASSERT_TRUE(in.done());
  for (uint32_t tick = 20; tick < 40; ++tick) {
    const auto expected = Play(*cell, {tick, 12});
    const auto found = Play(*restored, {tick, 12});
    ASSERT_EQ(found.size(), expected.size());
    for (size_t i = 0; i < found.size(); ++i) {
      ASSERT_EQ(found[i].page, expected[i].page);
      ASSERT_EQ(found[i].segment, expected[i].segment);
    }
  }
  ArchiveWriter left, right;
  cell->Save(left);
  restored->Save(right);
  EXPECT_EQ(left.bytes(), right.bytes());
  ArchiveReader torn(std::string_view(out.bytes()).substr(0, 100));
  traffic->OpenCell(CellId(1), 3)->Load(torn);
  EXPECT_FALSE(torn.ok());
}

TEST(SyntheticHabits, WithoutThemNobodyRemembers) {
  const auto cell = MakeSynthetic(City())->OpenCell(CellId(0), 1);
  EXPECT_FALSE(cell->remembers());
  ArchiveWriter out;
  cell->Save(out);
  EXPECT_TRUE(out.bytes().empty());
}

}  // namespace
}  // namespace souk::market
