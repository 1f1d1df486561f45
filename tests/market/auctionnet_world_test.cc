#include "market/traffic/auctionnet_world.h"

#include <gtest/gtest.h>

#include <numeric>

#include "market/normal_distribution.h"
#include "market/random.h"
#include "market/traffic/auctionnet.h"
#include "tests/support/auctionnet_reference.h"

namespace souk::market {
namespace {

AuctionNetEpisode Episode(uint64_t episode, size_t campaigns = 48) {
  return MakeAuctionNetEpisode(episode, campaigns, {});
}

uint64_t Sum(const AuctionNetEpisode& episode) {
  return std::accumulate(episode.page_views.begin(), episode.page_views.end(),
                         uint64_t{0});
}

TEST(AuctionNetWorld, EveryTickHasThePublishedPageViews) {
  const std::array<uint64_t, 48> first = {
      11899, 5565,  4561,  2490,  1824,  1265,  1290,  1153,  1267,  1434,
      3283,  3644,  5288,  4941,  7464,  6873,  21220, 19288, 22212, 18869,
      23055, 20380, 20784, 15807, 11997, 11235, 13259, 10153, 12263, 11305,
      12513, 11478, 11635, 9923,  9641,  7951,  10966, 10611, 12832, 12431,
      14566, 14664, 18156, 16693, 8436,  7198,  7122,  7096};
  EXPECT_EQ(Episode(0).page_views, first);
  EXPECT_EQ(Sum(Episode(0)), 499980U);
  EXPECT_EQ(Sum(Episode(1)), 499974U);
  EXPECT_EQ(Sum(Episode(2)), 499975U);
  const std::array<uint64_t, 6> second = {11423, 5342, 4379, 2390, 3210, 2226};
  const auto given = Episode(1).page_views;
  EXPECT_TRUE(std::equal(second.begin(), second.end(), given.begin()));
}

TEST(AuctionNetWorld, BoundsComeFromTheTupleHash) {
  const auto close = [](std::array<double, 2> bounds, double u1, double u2) {
    EXPECT_EQ(bounds[0], u1);
    EXPECT_EQ(bounds[1], u2);
  };
  close(AuctionNetBounds(0, 0), .004351179671394312, .1226202809917245);
  close(AuctionNetBounds(1, 0), .6536990190246726, .278376054433349);
  close(AuctionNetBounds(47, 6), .7675099931199795, .4248502616693126);
}

TEST(AuctionNetWorld, TheFirstTrueValueIsThePublishedOne) {
  const auto [below, above] = AuctionNetBounds(0, 0);
  const double u = NumpyRandom(1).NextDouble();
  const double v = tests::CutValue{below, above}(.001, .0001, u);
  EXPECT_NEAR(v, .0010120313895099957, 1e-17);
}

TEST(AuctionNetWorld, BiasIsTheMeanOfTheTrueValue) {
  const AuctionNetEpisode episode = Episode(0);
  for (size_t i = 0; i < 4; ++i) {
    const auto [below, above] = AuctionNetBounds(i, 0);
    const tests::CutValue value{below, above};
    double sum = 0;
    constexpr int kSteps = 20000;
    for (int k = 0; k < kSteps; ++k) sum += value(0, 1, (k + .5) / kSteps);
    EXPECT_NEAR(episode.bias[i], sum / kSteps, 1e-6);
  }
}

struct Traits {
  uint64_t episode;
  size_t tick, campaign;
  double mean, spread;
};

/// As numpy draws them in the published order.
TEST(AuctionNetWorld, RatesAndTheirSpreadAreThePublishedOnes) {
  for (const Traits& one : {
           Traits{0, 0, 0, 5.95873181125018e-4, 4.1548265062651166e-4},
           Traits{0, 7, 9, 6.964636022696542e-4, 2.421529919953002e-4},
           Traits{0, 47, 47, 3.4336764047578354e-4, 2.2795077815669098e-4},
           Traits{0, 20, 13, 3.289511476222414e-4, 1.2346974882078047e-4},
           Traits{3, 30, 31, 2.5003380432520283e-4, 1.3780430667481285e-4},
       }) {
    const AuctionNetRates rates = Episode(one.episode).rates[one.tick];
    EXPECT_NEAR(rates.mean[one.campaign], one.mean, 1e-18);
    EXPECT_NEAR(rates.spread[one.campaign], one.spread, 1e-15);
  }
  const AuctionNetEpisode episode = Episode(0);
  EXPECT_NEAR(episode.sigma[0], 0.1575438132656036, 1e-12);
  EXPECT_NEAR(episode.sigma[9], 0.07407471173723684, 1e-12);
  EXPECT_NEAR(episode.sigma[47], 0.2676154989869979, 1e-12);
}

TEST(AuctionNetWorld, ACampaignMoreChangesNothingForTheOthers) {
  const AuctionNetEpisode few = Episode(3, 50);
  const AuctionNetEpisode many = Episode(3, 120);
  ASSERT_EQ(many.sigma.size(), 120U);
  for (size_t i = 0; i < 50; ++i) {
    ASSERT_EQ(few.sigma[i], many.sigma[i]);
    ASSERT_EQ(few.bias[i], many.bias[i]);
    for (size_t t = 0; t < kAuctionNetTicks; ++t) {
      ASSERT_EQ(few.rates[t].mean[i], many.rates[t].mean[i]);
      ASSERT_EQ(few.rates[t].spread[i], many.rates[t].spread[i]);
    }
  }
  EXPECT_NE(many.sigma[0], many.sigma[48]);
}

}  // namespace
}  // namespace souk::market
