#include "market/traffic/requests.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <set>

namespace souk::market {
namespace {

constexpr uint32_t kTicks = 12;

RequestsConfig Stream5() {
  RequestsConfig config;
  config.seed = 5;
  config.page_views_per_day = 100003;
  config.interest_share = {1, 2, 5};
  config.channel_share = {3, 1};
  config.ticks_per_day = kTicks;
  config.lines.resize(40);
  for (SyntheticLine& line : config.lines) line.click_rate_spread = 0.6;
  return config;
}

std::vector<PageView> PagesOf(const Traffic& traffic, uint32_t cells,
                              uint32_t tick) {
  std::vector<PageView> pages;
  for (uint32_t cell = 0; cell < cells; ++cell) {
    const auto users = traffic.OpenCell(CellId(cell), cells);
    users->OpenTick({tick, kTicks});
    PageBatch batch;
    while (users->NextBatch(batch)) {
      EXPECT_LE(batch.pages.size(), kBatchPageViews);
      pages.insert(pages.end(), batch.pages.begin(), batch.pages.end());
      users->React(std::vector<PageReaction>(batch.pages.size()));
    }
  }
  return pages;
}

std::vector<PageView> PagesOfDay(const Traffic& traffic) {
  std::vector<PageView> pages;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    const auto more = PagesOf(traffic, 1, tick);
    pages.insert(pages.end(), more.begin(), more.end());
  }
  return pages;
}

std::vector<double> Predicted(const Traffic& traffic, const PageView& page,
                              const std::vector<uint32_t>& lines) {
  std::vector<double> click(lines.size());
  std::vector<double> conversion(lines.size());
  traffic.Predict(page, {lines, false}, click, conversion);
  return click;
}

TEST(Requests, ADayHasItsPageViewsAndItsTicksAsManyUpToOne) {
  const auto traffic = MakeRequests(Stream5());
  size_t day = 0;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    const size_t found = PagesOf(*traffic, 1, tick).size();
    EXPECT_TRUE(found == 8333 || found == 8334) << found;
    EXPECT_EQ(static_cast<double>(found),
              traffic->ExpectedPageViews({tick, kTicks}));
    day += found;
  }
  EXPECT_EQ(day, 100003U);
}

TEST(Requests, HoursHaveTheirWeights) {
  RequestsConfig config = Stream5();
  config.hour_weight.assign(24, 0);
  config.hour_weight[2] = 1;   // tick 1
  config.hour_weight[22] = 3;  // tick 11
  const auto traffic = MakeRequests(config);
  EXPECT_TRUE(PagesOf(*traffic, 1, 0).empty());
  EXPECT_EQ(PagesOf(*traffic, 1, 1).size(), 25000U);
  EXPECT_EQ(PagesOf(*traffic, 1, 11).size(), 75003U);
  EXPECT_EQ(PagesOf(*traffic, 1, 13).size(), 25000U);
}

TEST(Requests, CellsShareTheSamePageViewsInOrder) {
  const auto traffic = MakeRequests(Stream5());
  const auto whole = PagesOf(*traffic, 1, 3);
  for (const uint32_t cells : {2U, 7U, 64U}) {
    const auto parts = PagesOf(*traffic, cells, 3);
    ASSERT_EQ(parts.size(), whole.size());
    for (size_t i = 0; i < whole.size(); ++i) {
      ASSERT_EQ(parts[i].page, i);
      ASSERT_EQ(parts[i].segment, whole[i].segment);
      ASSERT_EQ(parts[i].channel, whole[i].channel);
    }
  }
}

TEST(Requests, TypesAndChannelsComeByShareAndSharesAddUpToOne) {
  const auto traffic = MakeRequests(Stream5());
  const auto pages = PagesOfDay(*traffic);
  std::map<std::pair<int, int>, size_t> found;
  for (const PageView& page : pages) ++found[{page.segment, page.channel}];
  double total = 0;
  const auto n = static_cast<double>(pages.size());
  for (uint16_t segment = 0; segment < 3; ++segment) {
    for (uint16_t channel = 0; channel < 2; ++channel) {
      PageView like;
      like.segment = segment;
      like.channel = channel;
      const double share = traffic->PageShare(like);
      total += share;
      EXPECT_NEAR(static_cast<double>(found[{segment, channel}]), n * share,
                  4 * std::sqrt(n * share));
    }
  }
  EXPECT_NEAR(total, 1, 1e-12);
}

TEST(Requests, EveryPageViewHasAUserOfItsOwn) {
  const auto traffic = MakeRequests(Stream5());
  std::set<uint64_t> users;
  for (const PageView& page : PagesOfDay(*traffic)) {
    users.insert(traffic->UserOf(page));
  }
  EXPECT_EQ(users.size(), 100003U);
}

class RequestsLaw : public testing::TestWithParam<RateLaw> {};

TEST_P(RequestsLaw, RatesHaveTheMeanThatIsPromised) {
  RequestsConfig config = Stream5();
  config.law = GetParam();
  config.affinity = {0.5, 1.5};
  config.lines[7].click_rate = 0.7;  // is cut at 1
  config.lines[7].interest = 1;
  config.lines[7].interest_lift = 1.5;
  const auto traffic = MakeRequests(config);
  std::map<std::pair<uint16_t, uint32_t>, std::pair<double, size_t>> sums;
  const auto pages = PagesOf(*traffic, 1, 0);
  for (const PageView& page : pages) {
    const auto rates = Predicted(*traffic, page, {3, 7});
    for (size_t i = 0; i < 2; ++i) {
      EXPECT_GE(rates[i], 0);
      EXPECT_LE(rates[i], 1);
      auto& [sum, n] = sums[{page.segment, i == 0 ? 3U : 7U}];
      sum += rates[i];
      ++n;
    }
  }
  for (const auto& [where, found] : sums) {
    PageView like;
    like.segment = where.first;
    const double mean = traffic->MeanClickRate(like, LineId(where.second));
    EXPECT_NEAR(found.first / static_cast<double>(found.second) / mean, 1, 0.1)
        << where.first << " " << where.second;
  }
}

INSTANTIATE_TEST_SUITE_P(All, RequestsLaw,
                         testing::Values(RateLaw::kConstant, RateLaw::kUniform,
                                         RateLaw::kNormal,
                                         RateLaw::kLogNormal));

TEST(Requests, UniformRatesFillTheirRange) {
  RequestsConfig config = Stream5();
  config.law = RateLaw::kUniform;
  const auto traffic = MakeRequests(config);
  double least = 1;
  double most = 0;
  for (const PageView& page : PagesOf(*traffic, 1, 0)) {
    const double rate = Predicted(*traffic, page, {9})[0];
    least = std::min(least, rate);
    most = std::max(most, rate);
  }
  EXPECT_GE(least, 0.02);
  EXPECT_LT(least, 0.0201);
  EXPECT_LE(most, 0.08);
  EXPECT_GT(most, 0.0799);
}

TEST(Requests, LogNormalRatesHaveTheirMedian) {
  RequestsConfig config = Stream5();
  config.law = RateLaw::kLogNormal;
  const auto traffic = MakeRequests(config);
  size_t below = 0;
  const auto pages = PagesOf(*traffic, 1, 0);
  for (const PageView& page : pages) {
    below += Predicted(*traffic, page, {9})[0] < 0.05 ? 1 : 0;
  }
  const auto n = static_cast<double>(pages.size());
  EXPECT_NEAR(static_cast<double>(below), n / 2, 2 * std::sqrt(n));
}

TEST(Requests, ARateDoesNotDependOnTheOtherCandidates) {
  RequestsConfig config = Stream5();
  config.law = RateLaw::kLogNormal;
  const auto traffic = MakeRequests(config);
  std::vector<uint32_t> all(40);
  std::iota(all.begin(), all.end(), 0U);
  PageView page;
  page.page = 77;
  page.segment = 2;
  const auto together = Predicted(*traffic, page, all);
  for (uint32_t line = 0; line < 40; ++line) {
    EXPECT_EQ(Predicted(*traffic, page, {line})[0], together[line]);
  }
  EXPECT_EQ((std::set(together.begin(), together.end())).size(), 40U);
}

TEST(Requests, LinesOfACampaignAreAlikeOnEveryChannel) {
  RequestsConfig config = Stream5();
  config.law = RateLaw::kUniform;
  config.affinity = {0.5, 1.5};
  config.match_rate.assign(40, 0.5);
  config.lines[1].campaign = 3;
  config.lines[30].campaign = 3;
  const auto traffic = MakeRequests(config);
  for (const PageView& page : PagesOf(*traffic, 1, 0)) {
    const auto rates = Predicted(*traffic, page, {1, 30});
    ASSERT_EQ(rates[0], rates[1]);
    ASSERT_EQ(traffic->Matches(page, LineId(1)),
              traffic->Matches(page, LineId(30)));
  }
}

TEST(Requests, EveryTypeTakesToEveryCampaignInItsOwnWay) {
  RequestsConfig config = Stream5();
  config.interest_share.assign(200, 1);
  config.affinity = {0.4, 1.6};
  const auto traffic = MakeRequests(config);
  std::set<double> seen;
  double sum = 0;
  for (uint16_t type = 0; type < 200; ++type) {
    PageView page;
    page.segment = type;
    for (uint32_t line = 0; line < 40; ++line) {
      const double rate = traffic->MeanClickRate(page, LineId(line));
      EXPECT_GE(rate, 0.02 - 1e-12);
      EXPECT_LE(rate, 0.08);
      seen.insert(rate);
      sum += rate;
    }
  }
  EXPECT_EQ(seen.size(), 8000U);
  // Standard deviation of a rate 0.0173.
  EXPECT_NEAR(sum / 8000, 0.05, 4 * 0.0173 / std::sqrt(8000.0));
}

TEST(Requests, PageViewsFitALineAtItsRate) {
  RequestsConfig config = Stream5();
  config.match_rate.assign(40, 0.05);
  config.match_rate[4] = 1;
  const auto traffic = MakeRequests(config);
  const auto pages = PagesOf(*traffic, 1, 0);
  const auto n = static_cast<double>(pages.size());
  const double deviation = std::sqrt(n * 0.05 * 0.95);
  size_t both = 0;
  for (uint32_t line = 0; line < 40; ++line) {
    const auto fit = std::ranges::count_if(pages, [&](const PageView& page) {
      return traffic->Matches(page, LineId(line));
    });
    EXPECT_EQ(traffic->MatchRate(LineId(line)), line == 4 ? 1 : 0.05);
    if (line == 4) {
      EXPECT_EQ(fit, std::ssize(pages));
    } else {
      EXPECT_NEAR(static_cast<double>(fit), n * 0.05, 4 * deviation);
    }
  }
  for (const PageView& page : pages) {
    both +=
        traffic->Matches(page, LineId(8)) && traffic->Matches(page, LineId(9))
            ? 1
            : 0;
  }
  EXPECT_NEAR(static_cast<double>(both), n * 0.0025, 4 * std::sqrt(n * 0.0025));
}

TEST(Requests, TheRivalBidsWholeMicrosInItsRange) {
  RequestsConfig config = Stream5();
  EXPECT_LT(MakeRequests(config)->RivalBid({}), 0);
  config.rival = {1000, 3000};
  const auto traffic = MakeRequests(config);
  const auto pages = PagesOf(*traffic, 1, 0);
  double sum = 0;
  for (const PageView& page : pages) {
    const double bid = traffic->RivalBid(page);
    EXPECT_EQ(bid, std::floor(bid));
    EXPECT_GE(bid, 1000);
    EXPECT_LT(bid, 3000);
    sum += bid;
  }
  // Standard deviation 577.
  const auto n = static_cast<double>(pages.size());
  EXPECT_NEAR(sum / n, 1999.5, 4 * 577 / std::sqrt(n));
}

}  // namespace
}  // namespace souk::market
