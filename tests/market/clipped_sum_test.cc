#include "market/contracts/clipped_sum.h"

#include <gtest/gtest.h>

#include <cmath>

#include "market/random.h"

namespace souk::market {
namespace {

const Stream kDraws(7, 0, Purpose::kTest);

/// Pieces of all kinds: without a cap, with none left, weightless.
ClippedSum RandomSum(uint32_t seed) {
  ClippedSum sum;
  const uint64_t pieces = 1 + kDraws.Integer(12, seed, 0, 0);
  for (uint32_t p = 1; p <= pieces; ++p) {
    const auto u = [&](uint32_t i) { return kDraws.Uniform(seed, p, i); };
    ClippedPiece piece{u(0) * 9, u(1) * 4 - 2, 0.05 + u(2), kInfinity};
    if (u(3) < 0.7) piece.cap = u(4) < 0.1 ? 0 : u(4);
    if (u(5) < 0.1) piece.weight = 0;
    // Ties: many pieces begin at the same place.
    if (u(6) < 0.3) piece.start = piece.slope;
    sum.Add(piece);
  }
  return sum;
}

double Reach(const ClippedSum& sum) {
  double reach = 0;
  for (const ClippedPiece& piece : sum.pieces()) {
    reach += piece.weight * piece.cap;
  }
  return reach;
}

double Bisected(const ClippedSum& sum, double target) {
  double low = -1e6, high = 1e6;
  for (int i = 0; i < 200; ++i) {
    const double middle = (low + high) / 2;
    (sum.At(middle) >= target ? high : low) = middle;
  }
  return high;
}

TEST(ClippedSum, RootIsWhereDirectEvaluationReachesTheTarget) {
  uint32_t found = 0;
  for (uint32_t seed = 0; seed < 20000; ++seed) {
    ClippedSum sum = RandomSum(seed);
    const double target = 0.01 + 5 * kDraws.Uniform(seed, 0, 1);
    const auto root = sum.Root(target);
    if (std::abs(target - Reach(sum)) < 1e-9) continue;
    ASSERT_EQ(root.has_value(), target < Reach(sum)) << seed;
    if (!root) continue;
    ASSERT_NEAR(sum.At(*root), target, 1e-10) << seed;
    ++found;
  }
  EXPECT_GT(found, 10000U);
}

TEST(ClippedSum, RootIsTheLeastOne) {
  for (uint32_t seed = 0; seed < 3000; ++seed) {
    ClippedSum sum = RandomSum(seed);
    const double target = 0.01 + 5 * kDraws.Uniform(seed, 0, 1);
    const auto root = sum.Root(target);
    if (!root || *root > 1e5) continue;
    ASSERT_NEAR(*root, Bisected(sum, target), 1e-8 * (1 + std::abs(*root)))
        << seed;
  }
}

TEST(ClippedSum, OrderOfPiecesIsIrrelevant) {
  for (uint32_t seed = 0; seed < 2000; ++seed) {
    ClippedSum sum = RandomSum(seed);
    ClippedSum turned;
    for (size_t p = sum.pieces().size(); p-- > 0;) {
      turned.Add(sum.pieces()[p]);
    }
    const auto root = sum.Root(1), other = turned.Root(1);
    ASSERT_EQ(root.has_value(), other.has_value());
    if (root) {
      ASSERT_NEAR(*root, *other, 1e-11 * (1 + std::abs(*root)));
    }
  }
}

TEST(ClippedSum, FlatStretchesBelongToTheirLeftEnd) {
  ClippedSum sum;
  sum.Add({2, 0, 1, 0.5});  // rises in [0, 0.5] to 1
  sum.Add({1, -3, 1, 1});   // and again in [3, 4] to 2
  EXPECT_DOUBLE_EQ(*sum.Root(1), 0.5);
  EXPECT_DOUBLE_EQ(*sum.Root(1.5), 3.5);
  EXPECT_DOUBLE_EQ(*sum.Root(2), 4);
  EXPECT_FALSE(sum.Root(2.000001));
}

TEST(ClippedSum, PiecesOfNoAccountAreLeftOut) {
  ClippedSum sum;
  sum.Add({0, 0, 1, 1});
  sum.Add({1, 0, 1, 0});
  EXPECT_TRUE(sum.pieces().empty());
  EXPECT_FALSE(sum.Root(0.1));
  sum.Add({1, 0, 1, kInfinity});
  EXPECT_DOUBLE_EQ(*sum.Root(7), 7);
  sum.Clear();
  EXPECT_FALSE(sum.Root(7));
}

TEST(ClippedSum, NothingIsReachedByStandingStill) {
  ClippedSum sum;
  EXPECT_DEATH((void)sum.Root(0), "was to reach 0");
}

}  // namespace
}  // namespace souk::market
