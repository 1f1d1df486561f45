// Frequency caps: the share of page views that they leave, and who has seen
// what.
#include "market/contracts/frequency.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "market/random.h"

namespace souk::market {
namespace {

constexpr uint32_t kTicksPerDay = 4;

TEST(UsableShare, IsThatOfAPoissonNumberOfPageViews) {
  EXPECT_NEAR(UsableShare(2, 1), 0.4323, 5e-5);
  EXPECT_NEAR(UsableShare(2, 1), (1 - std::exp(-2.0)) / 2, 1e-14);
  // E[min(N, 2)] = 2 - 2 e^-m - m e^-m.
  EXPECT_NEAR(UsableShare(3, 2), (2 - 5 * std::exp(-3.0)) / 3, 1e-14);
}

TEST(UsableShare, RisesWithTheCapAndFallsWithTheVisits) {
  double last = 0;
  for (const uint32_t times : {1U, 2U, 3U, 5U, 8U, 13U, 21U}) {
    EXPECT_GT(UsableShare(6, times), last);
    last = UsableShare(6, times);
  }
  EXPECT_NEAR(UsableShare(6, 100), 1, 1e-14);
  for (const double mean : {0.5, 1.0, 4.0, 30.0, 700.0, 1e4, 1e9}) {
    EXPECT_LT(UsableShare(mean, 3), last);
    last = UsableShare(mean, 3);
  }
}

TEST(UsableShare, HoldsAtTheEnds) {
  EXPECT_NEAR(UsableShare(1e-9, 1), 1, 1e-6);
  EXPECT_LE(UsableShare(1e-9, 1), 1);
  EXPECT_NEAR(UsableShare(1e6, 3), 3e-6, 1e-18);
  EXPECT_NEAR(UsableShare(0.5, UINT32_MAX), 1, 1e-14);  // comes back
}

std::vector<ContractSpec> Capped(const std::vector<FrequencyCap>& caps) {
  std::vector<ContractSpec> contracts;
  for (const FrequencyCap& cap : caps) {
    contracts.emplace_back().frequency = cap;
  }
  return contracts;
}

TickTime DayStart(uint32_t day) { return {day * kTicksPerDay, kTicksPerDay}; }

TEST(FrequencyCounts, AllowSoManyTimesAUserAndContract) {
  FrequencyCounts counts(Capped({{2, 1}, {1, 1}, {}}));
  counts.OpenTick(DayStart(0));
  EXPECT_TRUE(counts.Allows(7, 0));
  counts.Add(7, 0);
  EXPECT_TRUE(counts.Allows(7, 0));
  counts.Add(7, 0);
  EXPECT_FALSE(counts.Allows(7, 0));
  EXPECT_TRUE(counts.Allows(7, 1)) << "another contract";
  EXPECT_TRUE(counts.Allows(8, 0)) << "another user";
  counts.Add(0, 1);
  EXPECT_FALSE(counts.Allows(0, 1)) << "user 0 is a user";
  for (int i = 0; i < 100; ++i) counts.Add(7, 2);
  EXPECT_TRUE(counts.Allows(7, 2)) << "no cap";
}

TEST(FrequencyCounts, AreForgottenWhenTheWindowBegins) {
  FrequencyCounts counts(Capped({{1, 1}, {1, 3}}));
  counts.OpenTick(DayStart(0));
  counts.Add(5, 0);
  counts.Add(5, 1);
  counts.OpenTick({1, kTicksPerDay});
  EXPECT_FALSE(counts.Allows(5, 0)) << "the same day";
  counts.OpenTick(DayStart(1));
  EXPECT_TRUE(counts.Allows(5, 0));
  EXPECT_FALSE(counts.Allows(5, 1)) << "days 0 to 2";
  counts.OpenTick(DayStart(2));
  EXPECT_FALSE(counts.Allows(5, 1));
  counts.OpenTick(DayStart(3));
  EXPECT_TRUE(counts.Allows(5, 1));
}

/// Many users, and a plain book beside the counts.
class RandomViews {
 public:
  RandomViews() : counts_(Capped(kCaps)) {}

  FrequencyCounts& counts() { return counts_; }
  void PlayDay(uint32_t day) {
    counts_.OpenTick(DayStart(day));
    std::erase_if(book_, [&](const auto& entry) {
      return day % kCaps[entry.first.second].days == 0;
    });
    for (uint32_t view = 0; view < 5000; ++view) {
      const uint64_t user = stream_.Integer(900, view, day, 0) << 32;
      const auto contract =
          static_cast<uint32_t>(stream_.Integer(kCaps.size(), view, day, 1));
      ASSERT_EQ(counts_.Allows(user, contract),
                book_[std::pair(user, contract)] < kCaps[contract].times);
      if (!counts_.Allows(user, contract)) continue;
      counts_.Add(user, contract);
      ++book_[std::pair(user, contract)];
    }
  }

 private:
  static inline const std::vector<FrequencyCap> kCaps = {
      {1, 1}, {3, 2}, {2, 3}};
  Stream stream_{12, 0, Purpose::kTest};
  FrequencyCounts counts_;
  std::map<std::pair<uint64_t, uint32_t>, uint32_t> book_;
};

std::string BytesOf(const FrequencyCounts& counts) {
  ArchiveWriter out;
  counts.Save(out);
  return out.Take();
}

TEST(FrequencyCounts, AgreeWithAPlainBook) {
  RandomViews views;
  for (uint32_t day = 0; day < 8; ++day) views.PlayDay(day);
}

TEST(FrequencyCounts, LoadedTheyContinueAsTheyWere) {
  RandomViews views;
  for (uint32_t day = 0; day < 4; ++day) views.PlayDay(day);
  const std::string bytes = BytesOf(views.counts());
  FrequencyCounts loaded(Capped({{1, 1}, {3, 2}, {2, 3}}));
  ArchiveReader in(bytes);
  loaded.Load(in);
  ASSERT_TRUE(in.done());
  EXPECT_EQ(BytesOf(loaded), bytes);
  views.counts() = loaded;
  views.PlayDay(4);
  EXPECT_NE(BytesOf(views.counts()), bytes);
}

TEST(FrequencyCounts, SaveTheSameBytesInWhateverOrderUsersCame) {
  FrequencyCounts up(Capped({{9, 1}})), down(Capped({{9, 1}}));
  for (uint64_t user = 0; user < 1000; ++user) {
    up.Add(user, 0);
    down.Add(999 - user, 0);
  }
  EXPECT_EQ(BytesOf(up), BytesOf(down));
}

TEST(FrequencyCounts, RefuseBytesOfOtherContracts) {
  FrequencyCounts many(Capped({{1, 1}, {1, 1}}));
  many.Add(3, 1);
  const std::string bytes = BytesOf(many);
  FrequencyCounts one(Capped({{1, 1}}));
  ArchiveReader in(bytes);
  one.Load(in);
  EXPECT_FALSE(in.ok());
}

}  // namespace
}  // namespace souk::market
