#include <gtest/gtest.h>

#include <cmath>

#include "market/contracts/pacer.h"

namespace souk::market {
namespace {

TEST(PaceBin, StartsWhereItsStartSays) {
  for (size_t bin = 1; bin < kPaceBins; ++bin) {
    const double start = PaceBinStart(bin);
    EXPECT_EQ(PaceBin(start), bin);
    EXPECT_EQ(PaceBin(std::nextafter(start, 0)), bin - 1);
  }
}

TEST(PaceBin, HasSixteenOfEqualWidthAnOctave) {
  EXPECT_EQ(PaceBinStart(0), 0x1p-16);
  EXPECT_EQ(PaceBinStart(16), 0x1p-15);
  EXPECT_EQ(PaceBinStart(240), 0.5);
  EXPECT_EQ(PaceBinStart(244), 0.625);
  EXPECT_EQ(PaceBinStart(kPaceBins), 1);
}

TEST(PaceBin, TakesTheEndsOfTheRange) {
  EXPECT_EQ(PaceBin(0), 0U);
  EXPECT_EQ(PaceBin(1e-300), 0U);
  EXPECT_EQ(PaceBin(0x1p-16), 0U);
  EXPECT_EQ(PaceBin(1), 255U);
}

TEST(PassRule, IsTheSameForAllOrByBin) {
  EXPECT_EQ(PassRule{}.Of(0.3), 1);
  PassRule rule{std::vector<double>(kPaceBins, 0.25)};
  rule.pass[240] = 2;
  EXPECT_EQ(rule.Of(0.5), 2);
  EXPECT_EQ(rule.Of(0.55), 0.25);
}

}  // namespace
}  // namespace souk::market
