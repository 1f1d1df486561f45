#include "market/cpa_score.h"

#include <gtest/gtest.h>

namespace souk::market {
namespace {

TEST(CpaScore, CountsConversionsWithinTheTarget) {
  EXPECT_EQ(CpaScore({.conversions = 30, .cost = 2700, .target = 100}), 30);
  EXPECT_NEAR(CpaScore({.conversions = 30, .cost = 3000, .target = 100}), 30,
              1e-9);
}

TEST(CpaScore, PunishesWhatCostsMore) {
  const CpaOutcome dear{.conversions = 30, .cost = 3600, .target = 100};
  EXPECT_NEAR(CpaScore(dear), 20.8333, 5e-5);
  EXPECT_NEAR(CpaScore(dear, 3), 17.3611, 5e-5);
  EXPECT_NEAR(CpaScore(dear, 1), 25, 1e-8);
}

TEST(CpaScore, IsNothingWithoutConversions) {
  EXPECT_EQ(CpaScore({.conversions = 0, .cost = 500, .target = 100}), 0);
  EXPECT_EQ(CpaScore({.conversions = 0, .cost = 0, .target = 100}), 0);
}

}  // namespace
}  // namespace souk::market
