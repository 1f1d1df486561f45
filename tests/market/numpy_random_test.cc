// Held to numbers that numpy and CPython printed.
#include "market/numpy_random.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace souk::market {
namespace {

TEST(NumpyRandom, DrawsTheUniformsOfNumpy) {
  NumpyRandom random(1);
  for (const double expected :
       {0.5118216247002567, 0.9504636963259353, 0.14415961271963373,
        0.9486494471372439, 0.31183145201048545, 0.42332644897257565}) {
    EXPECT_EQ(random.NextDouble(), expected);
  }
}

TEST(NumpyRandom, TakesSeedsOfTwoWords) {
  NumpyRandom random((uint64_t{7} << 32) + 5);
  EXPECT_EQ(random.NextDouble(), 0.5124898348706527);
}

TEST(NumpyRandom, DrawsTheNormalsOfNumpy) {
  NumpyRandom random(1);
  for (const double expected :
       {0.345584192064786, 0.8216181435011584, 0.33043707618338714,
        -1.303157231604361, 0.9053558666731177, 0.4463745723640113}) {
    EXPECT_NEAR(random.NextNormal(), expected, 1e-12 * std::fabs(expected));
  }
}

/// Every path of the ziggurat, and not a draw more or less than numpy.
TEST(NumpyRandom, StaysInStepWithNumpyOverManyNormals) {
  NumpyRandom random(3);
  double sum = 0;
  double most = 0;
  double last = 0;
  for (int i = 0; i < 200000; ++i) {
    last = random.NextNormal();
    sum += last;
    most = std::max(most, std::fabs(last));
  }
  EXPECT_NEAR(last, -0.3741390588336898, 1e-12);
  EXPECT_NEAR(sum, 86.8770200558233, 1e-9);
  EXPECT_NEAR(most, 4.574671029819804, 1e-12);
}

TEST(NumpyRandom, HashesTuplesAsPythonDoes) {
  EXPECT_EQ(PythonTupleHash({0, 0, 0}), 3010437511937009226);
  EXPECT_EQ(PythonTupleHash({47, 0, 6}), 3259626775747031820);
}

}  // namespace
}  // namespace souk::market
