#include "market/normal_distribution.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/random.h"

namespace souk::market {
namespace {

TEST(NormalDistribution, IsTheErrorFunctionInOtherWords) {
  for (double x = -9; x <= 9; x += 0.0625) {
    EXPECT_NEAR(NormalDistribution(x), 0.5 * std::erfc(-x / std::sqrt(2.0)),
                1e-15)
        << x;
  }
}

TEST(NormalDistribution, IsTheInverseOfItsInverse) {
  for (double p = 0.01; p < 1; p += 0.01) {
    EXPECT_NEAR(NormalDistribution(InverseNormal(p)), p, 2e-15);
  }
}

TEST(NormalDistribution, TellsTheMeanOfACutNormal) {
  EXPECT_EQ(TruncatedNormalMean(-1, 1), 0);
  EXPECT_NEAR(TruncatedNormalMean(-100, 0), -std::sqrt(2 / 3.14159265358979),
              1e-14);
  EXPECT_NEAR(TruncatedNormalMean(1, 1.001), 1.0005, 1e-6);
}

}  // namespace
}  // namespace souk::market
