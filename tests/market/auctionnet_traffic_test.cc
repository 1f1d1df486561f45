#include "market/traffic/auctionnet.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/normal_distribution.h"

namespace souk::market {
namespace {

constexpr uint32_t kCampaigns = 48;

AuctionNetConfig Config(uint32_t days = 1) {
  return {.days = days, .campaigns = kCampaigns};
}

std::vector<uint32_t> AllLines() {
  std::vector<uint32_t> lines(kCampaigns);
  for (uint32_t i = 0; i < kCampaigns; ++i) lines[i] = i;
  return lines;
}

struct Predicted {
  std::vector<double> click, conversion;
};

Predicted Predict(const Traffic& traffic, const PageView& page,
                  const std::vector<uint32_t>& lines, bool contiguous) {
  Predicted out{std::vector<double>(lines.size()),
                std::vector<double>(lines.size())};
  traffic.Predict(page, {lines, contiguous}, out.click, out.conversion);
  return out;
}

std::vector<PageView> PagesOf(const Traffic& traffic, TickTime time,
                              uint32_t cells, size_t most) {
  std::vector<PageView> pages;
  for (uint32_t cell = 0; cell < cells; ++cell) {
    const auto users = traffic.OpenCell(CellId(cell), cells);
    users->OpenTick(time);
    PageBatch batch;
    while (users->NextBatch(batch)) {
      EXPECT_LE(batch.pages.size(), most);
      pages.insert(pages.end(), batch.pages.begin(), batch.pages.end());
      users->React(std::vector<PageReaction>(batch.pages.size()));
    }
  }
  return pages;
}

TEST(AuctionNetTraffic, EveryTickHasItsPagesHoweverManyCells) {
  const auto traffic = MakeAuctionNet(Config());
  for (const uint32_t cells : {1U, 3U}) {
    const auto pages = PagesOf(*traffic, {20, 48}, cells, kBatchPageViews);
    ASSERT_EQ(pages.size(), 23055U);
    for (size_t i = 0; i < pages.size(); ++i) ASSERT_EQ(pages[i].page, i);
  }
}

TEST(AuctionNetTraffic, AWholeTickIsOneBatchIfAskedFor) {
  AuctionNetConfig config = Config();
  config.batches = BatchSize::kWholeTick;
  const auto users = MakeAuctionNet(config)->OpenCell(CellId(0), 1);
  users->OpenTick({20, 48});
  PageBatch batch;
  ASSERT_TRUE(users->NextBatch(batch));
  EXPECT_EQ(batch.pages.size(), 23055U);
  EXPECT_FALSE(users->NextBatch(batch));
}

TEST(AuctionNetTraffic, RatesHaveTheMeanAndSpreadOfTheirTick) {
  const auto traffic = MakeAuctionNet(Config());
  const AuctionNetRates rates =
      MakeAuctionNetEpisode(0, kCampaigns, {}).rates[20];
  const auto lines = AllLines();
  std::vector<double> sum(kCampaigns), squares(kCampaigns);
  constexpr int kPages = 20000;
  for (uint64_t page = 0; page < kPages; ++page) {
    const Predicted p =
        Predict(*traffic, {.page = page, .tick = 20}, lines, true);
    for (size_t i = 0; i < kCampaigns; ++i) {
      ASSERT_EQ(p.click[i], 1);
      ASSERT_GE(p.conversion[i], 0);
      sum[i] += p.conversion[i];
      squares[i] += p.conversion[i] * p.conversion[i];
    }
  }
  for (size_t i = 0; i < kCampaigns; ++i) {
    // A normal, cut at 0.
    const double m = rates.mean[i], s = rates.spread[i];
    const double above = NormalDistribution(m / s);
    const double edge = NormalDensity(m / s);
    EXPECT_NEAR(sum[i] / kPages, m * above + s * edge, 0.03 * m);
    EXPECT_NEAR(squares[i] / kPages, (m * m + s * s) * above + m * s * edge,
                0.04 * (m * m + s * s));
  }
}

/// Of episode 0, as the published generator has it.
TEST(AuctionNetTraffic, TheWholeDayLooksLikeThePublishedOne) {
  const auto traffic = MakeAuctionNet(Config());
  const auto lines = AllLines();
  const AuctionNetEpisode episode = MakeAuctionNetEpisode(0, kCampaigns, {});
  double sum = 0, zeros = 0, n = 0;
  for (uint32_t tick = 0; tick < kAuctionNetTicks; ++tick) {
    for (uint64_t page = 0; page < episode.page_views[tick]; page += 20) {
      const auto p =
          Predict(*traffic, {.page = page, .tick = tick}, lines, true);
      for (const double one : p.conversion) {
        sum += one;
        zeros += one == 0 ? 1 : 0;
        n += 1;
      }
    }
  }
  EXPECT_NEAR(sum / n, 4.788e-4, 0.005 * 4.788e-4);
  EXPECT_NEAR(zeros / n, 0.0299, 0.001);
}

TEST(AuctionNetTraffic, ACandidateMeetsTheSameRateInAnyCompany) {
  const auto traffic = MakeAuctionNet(Config());
  const PageView page{.page = 77, .tick = 3};
  const Predicted all = Predict(*traffic, page, AllLines(), true);
  const std::vector<uint32_t> some = {2, 3, 4, 17, 47};
  const Predicted few = Predict(*traffic, page, some, false);
  for (size_t i = 0; i < some.size(); ++i) {
    EXPECT_EQ(few.conversion[i], all.conversion[some[i]]);
  }
  const std::vector<uint32_t> run = {5, 6, 7};
  EXPECT_EQ(Predict(*traffic, page, run, true).conversion[1],
            all.conversion[6]);
}

TEST(AuctionNetTraffic, AnEpisodeIsTheSameOnWhateverDayItIsPlayed) {
  AuctionNetConfig later = Config();
  later.first_episode = 2;
  const auto from_zero = MakeAuctionNet(Config(3));
  const auto from_two = MakeAuctionNet(later);
  const auto lines = AllLines();
  EXPECT_EQ(PagesOf(*from_zero, {2 * 48 + 5, 48}, 1, kBatchPageViews).size(),
            PagesOf(*from_two, {5, 48}, 1, kBatchPageViews).size());
  EXPECT_EQ(Predict(*from_zero, {.page = 9, .tick = 2 * 48 + 5}, lines, true)
                .conversion,
            Predict(*from_two, {.page = 9, .tick = 5}, lines, true).conversion);
}

TEST(AuctionNetTraffic, TrueRatesAreBiasedAsTheirValuesAreCut) {
  const auto traffic = MakeAuctionNet(Config());
  const AuctionNetEpisode episode = MakeAuctionNetEpisode(0, kCampaigns, {});
  for (const uint32_t line : {0U, 1U, 9U, 47U}) {
    constexpr int kPages = 20000;
    double sum = 0;
    for (uint64_t page = 0; page < kPages; ++page) {
      const Rates truth =
          traffic->Truth({.page = page, .tick = 4}, LineId(line), {1, 0.001});
      ASSERT_EQ(truth.click, 1);
      sum += truth.conversion;
    }
    // E min(|s + s/2 Z|, .3) is near s where s is small.
    const double shift = sum / kPages / 0.001 - 1;
    EXPECT_EQ(shift > 0, episode.bias[line] > 0) << line;
    EXPECT_LT(std::fabs(shift), 0.3 * std::fabs(episode.bias[line]));
    EXPECT_GT(std::fabs(shift),
              0.8 * std::fabs(episode.bias[line]) * episode.sigma[line]);
  }
}

}  // namespace
}  // namespace souk::market
