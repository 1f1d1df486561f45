// Delays of conversions against figures worked out elsewhere.
#include "market/conversion_delay.h"

#include <gtest/gtest.h>

#include <vector>

#include "market/random.h"

namespace souk::market {
namespace {

constexpr double kDay = 24;

TEST(ConversionDelay, HasTheSharesOfARealLog) {
  const DelaySpec spec;
  EXPECT_NEAR(ArrivedShare(spec, 1), 0.3508, 5e-5);
  EXPECT_NEAR(ArrivedShare(spec, kDay), 0.5088, 5e-5);
  EXPECT_NEAR(ArrivedShare(spec, 7 * kDay), 0.8520, 5e-5);
  EXPECT_NEAR(ArrivedShare(spec, 14 * kDay), 0.9635, 5e-5);
  EXPECT_NEAR(ArrivedShare(spec, 30 * kDay), 0.9985, 5e-5);
  EXPECT_EQ(ArrivedShare(spec, 60 * kDay), ArrivedShare(spec, 30 * kDay));
  EXPECT_EQ(ArrivedShare(spec, 0), 0);
}

TEST(ConversionDelay, OneExponentialHasItsQuantile) {
  EXPECT_NEAR(ArrivedShare({1, 72, 1, 720}, kDay), 0.283469, 1e-6);
  // The median of Exp(mean 72) is 72 ln 2.
  EXPECT_NEAR(DelayHours({1, 72, 1, 720}, 0.99, 0.5), 49.906597, 1e-6);
  EXPECT_EQ(DelayHours({1, 72, 1, 49.9}, 0.99, 0.5), -1);
}

/// Delays of conversions 0 .. count - 1.
std::vector<double> Draws(const DelaySpec& spec, uint64_t count) {
  const Stream stream(3, 0, Purpose::kTest);
  std::vector<double> delays;
  for (uint64_t i = 0; i < count; ++i) {
    delays.push_back(
        DelayHours(spec, stream.Uniform(i, 0, 0), stream.Uniform(i, 0, 1)));
  }
  return delays;
}

TEST(ConversionDelay, DrawsFollowTheDistribution) {
  const DelaySpec spec;
  const std::vector<double> delays = Draws(spec, 100000);
  for (const double hours : {0.25, 1.0, 24.0, 168.0, 336.0, 720.0}) {
    double arrived = 0;
    for (const double delay : delays) {
      arrived += delay >= 0 && delay <= hours ? 1 : 0;
    }
    EXPECT_NEAR(arrived / 1e5, ArrivedShare(spec, hours), 0.005) << hours;
  }
}

TEST(ConversionDelay, LikelihoodsOfOneClick) {
  const DelayedClick click = {.p = 0.1, .rate = 1.0 / 24};
  EXPECT_NEAR(LogNotYet(click, 24), -0.065298, 1e-6);
  EXPECT_NEAR(StillToCome(click, 24), 0.039270, 1e-6);
  EXPECT_NEAR(LogConverted(click, 6), -5.730639, 1e-6);
  EXPECT_NEAR(StillToCome(click, 0), 0.1, 1e-12);
}

/// Clicks of the last ten days, P(conversion) = 0.2: counting what has come
/// says too little, weighing clicks by their age does not.
TEST(ConversionDelay, AgesCorrectWhatIsStillMissing) {
  const DelaySpec spec;
  constexpr uint64_t kClicks = 100000;
  const Stream stream(4, 0, Purpose::kTest);
  const std::vector<double> delays = Draws(spec, kClicks);
  std::vector<double> ages;
  double arrived = 0, within_a_day = 0;
  for (uint64_t i = 0; i < kClicks; ++i) {
    ages.push_back(10 * kDay * static_cast<double>(i) / kClicks);
    const bool converts = stream.Bernoulli(0.2, i, 0, 0) && delays[i] >= 0;
    arrived += converts && delays[i] <= ages[i] ? 1 : 0;
    within_a_day += converts && delays[i] <= kDay ? 1 : 0;
  }
  EXPECT_NEAR(within_a_day / kClicks / 0.2, 0.5088, 0.02);
  EXPECT_LT(arrived / kClicks, 0.16);
  // Standard error of the estimate: about 0.0014.
  EXPECT_NEAR(DelayAwareRate(spec, arrived, ages), 0.2, 0.0056);
}

}  // namespace
}  // namespace souk::market
