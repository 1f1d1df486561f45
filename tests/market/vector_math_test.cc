#include "market/vector_math.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

#include "market/random.h"

namespace souk::market {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

uint64_t Bits(double x) { return std::bit_cast<uint64_t>(x); }

/// `size` numbers, uniform in [low, high].
std::vector<double> Spread(double low, double high, size_t size) {
  std::vector<double> x(size);
  Stream(1, 0, Purpose::kTest).FillUniform(7, 0, 0, x);
  for (double& one : x) one = low + (high - low) * one;
  return x;
}

double RelativeError(double got, long double want) {
  return static_cast<double>(std::fabs((got - want) / want));
}

TEST(VectorMath, ExpIsWithinItsErrorBound) {
  for (double range : {1e-6, 1.0, 30.0, 708.0}) {
    for (double x : Spread(-range, range, 100000)) {
      ASSERT_LT(RelativeError(Exp(x), std::exp(static_cast<long double>(x))),
                2e-15)
          << x;
    }
  }
  EXPECT_LT(RelativeError(Exp(709), std::exp(709.0L)), 2e-15);
  EXPECT_LT(RelativeError(Exp(-708), std::exp(-708.0L)), 2e-15);
}

TEST(VectorMath, LogIsWithinItsErrorBound) {
  for (double range : {700.0, 20.0, 1.0, 0.01}) {
    for (double power : Spread(-range, range, 100000)) {
      const double x = std::exp(power);
      const long double want = std::log(static_cast<long double>(x));
      const double error = static_cast<double>(std::fabs(Log(x) - want));
      ASSERT_LT(error, 2e-15 * std::fmax(1.0, std::fabs(power))) << x;
      if (std::fabs(power) > 0.5) {
        ASSERT_LT(RelativeError(Log(x), want), 2e-15) << x;
      }
    }
  }
}

TEST(VectorMath, LogOfDenormalsHolds) {
  for (double x : {5e-324, 1e-320, 2e-308}) {
    EXPECT_LT(RelativeError(Log(x), std::log(static_cast<long double>(x))),
              2e-15);
  }
}

TEST(VectorMath, SigmoidAndLogitAreAccurate) {
  for (double x : Spread(-30, 30, 100000)) {
    const long double want = 1 / (1 + std::exp(-static_cast<long double>(x)));
    ASSERT_LT(RelativeError(Sigmoid(x), want), 4e-15) << x;
  }
  for (double p : Spread(0.01, 0.99, 10000)) {
    ASSERT_NEAR(Sigmoid(Logit(p)), p, 1e-15);
  }
}

TEST(VectorMath, EdgesAreAsPromised) {
  EXPECT_EQ(Exp(0), 1);
  EXPECT_EQ(Exp(-708.1), 0);
  EXPECT_EQ(Exp(-kInf), 0);
  EXPECT_EQ(Exp(709.1), kInf);
  EXPECT_EQ(Exp(kInf), kInf);
  EXPECT_EQ(Exp(1e300), kInf);
  EXPECT_EQ(Exp(-1e300), 0);
  EXPECT_TRUE(std::isnan(Exp(kNaN)));
  EXPECT_EQ(Log(1), 0);
  EXPECT_EQ(Log(0), -kInf);
  EXPECT_EQ(Log(-0.0), -kInf);
  EXPECT_EQ(Log(kInf), kInf);
  EXPECT_TRUE(std::isnan(Log(-1)));
  EXPECT_TRUE(std::isnan(Log(-kInf)));
  EXPECT_TRUE(std::isnan(Log(kNaN)));
  EXPECT_EQ(Sigmoid(0), 0.5);
  EXPECT_EQ(Sigmoid(-kInf), 0);
  EXPECT_EQ(Sigmoid(kInf), 1);
  EXPECT_TRUE(std::isnan(Sigmoid(kNaN)));
}

/// Any bit pattern, and the edges.
std::vector<double> AnyNumbers() {
  std::vector<double> x = {0,    -0.0, 1,   -1,   kInf,   -kInf, kNaN,
                           -708, 709,  800, -800, 5e-324, 1e308, -1e308};
  const Stream stream(2, 0, Purpose::kTest);
  for (uint32_t i = 0; i < 100000; ++i) {
    const PhiloxBlock words = stream.Words(0, 0, i);
    x.push_back(std::bit_cast<double>(static_cast<uint64_t>(words[0]) << 32 |
                                      words[1]));
    x.push_back(1e-3 * static_cast<int32_t>(words[2]));
  }
  return x;
}

TEST(VectorMath, ColumnsAgreeWithScalarsBitForBit) {
  const std::vector<double> x = AnyNumbers();
  std::vector<double> exp = x, log = x, sigmoid = x;
  ExpColumn(exp);
  LogColumn(log);
  SigmoidColumn(sigmoid);
  for (size_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) continue;
    ASSERT_EQ(Bits(exp[i]), Bits(Exp(x[i]))) << x[i];
    ASSERT_EQ(Bits(sigmoid[i]), Bits(Sigmoid(x[i]))) << x[i];
    if (x[i] < 0) {
      ASSERT_TRUE(std::isnan(log[i]));
    } else {
      ASSERT_EQ(Bits(log[i]), Bits(Log(x[i]))) << x[i];
    }
  }
}

TEST(VectorMath, EveryLengthOfColumnIsServed) {
  for (size_t size = 0; size < 40; ++size) {
    std::vector<double> x(size, 1.0);
    ExpColumn(x);
    for (double one : x) EXPECT_EQ(one, Exp(1));
  }
}

TEST(VectorMath, BitsAreFixed) {
  EXPECT_EQ(Bits(Exp(1)), 0x4005bf0a8b14576aU);
  EXPECT_EQ(Bits(Exp(-0.1)), 0x3fecf46d99d52b3aU);
  EXPECT_EQ(Bits(Exp(100)), 0x48f3494a9b171bf5U);
  EXPECT_EQ(Bits(Log(2)), 0x3fe62e42fefa39efU);
  EXPECT_EQ(Bits(Log(0.3)), 0xbff34378fcbda721U);
  EXPECT_EQ(Bits(Log(1e100)), 0x406cc845b54b54f2U);
  EXPECT_EQ(Bits(Sigmoid(1)), 0x3fe764d4f5d5a2bdU);
  EXPECT_EQ(Bits(Logit(0.05)), 0xc0078e360604b32cU);
}

TEST(VectorMath, DotSumsInOrderOfIndex) {
  const std::vector<double> a = {1e16, 1, -1e16, 1};
  const std::vector<double> b = {1, 1, 1, 1};
  EXPECT_EQ(Dot(a, b), 1);
  EXPECT_EQ(Dot({}, {}), 0);
}

TEST(VectorMathDeathTest, DotOfUnequalLengthsStops) {
  const std::vector<double> a = {1, 2}, b = {1};
  EXPECT_DEATH(Dot(a, b), "dot of 2 and 1");
}

}  // namespace
}  // namespace souk::market
