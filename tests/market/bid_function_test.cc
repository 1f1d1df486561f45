#include "market/bid_function.h"

#include "tests/support/local_curve.h"

#include <gtest/gtest.h>

#include <cmath>

namespace souk::market {
namespace {

TEST(LinearBid, IsTheSumOfItsTerms) {
  const LinearBid bid = {
      .constant = 1, .click = 10, .conversion = 100, .click_conversion = 1000};
  EXPECT_DOUBLE_EQ(bid(0.5, 0.25), 1 + 5 + 25 + 125);
}

TEST(LinearBid, FactorAndStepScale) {
  const LinearBid bid = {.click = 10, .step = 3, .factor = 0.5};
  EXPECT_DOUBLE_EQ(bid(0.35, 0), 0.5 * 3 * 3.5);
}

TEST(LinearBid, WholeStepsAreFloored) {
  const LinearBid bid = {
      .click = 10, .step = 1000, .factor = 2, .whole_steps = true};
  EXPECT_EQ(bid(0.35, 0), 6000);
  EXPECT_EQ(bid(0.0999, 0), 0);
}

TEST(LinearBid, IsClippedToMinThenMax) {
  const LinearBid bid = {.click = 10, .min = 3, .max = 5};
  EXPECT_EQ(bid(0.1, 0), 3);
  EXPECT_EQ(bid(0.4, 0), 4);
  EXPECT_EQ(bid(0.9, 0), 5);
  const LinearBid crossed = {.click = 10, .min = 7, .max = 5};
  EXPECT_EQ(crossed(0.1, 0), 5);
}

TEST(LinearBid, NegativeSumsBidNothing) {
  EXPECT_EQ((LinearBid{.constant = -4}(0.5, 0.5)), 0);
}

TEST(LinearBid, HugeBidsAreCut) {
  EXPECT_EQ((LinearBid{.constant = 1e300}(0.5, 0.5)), kMaxBid);
}

TEST(LinearBidDeathTest, WhatIsNoNumberStops) {
  EXPECT_DEATH((LinearBid{.constant = std::nan("")}(0.5, 0.5)), "a bid of nan");
}

TEST(BidFunction, UsesTheCurveIfThereIsOne) {
  struct Half : tests::LocalCurve {
    double Bid(const Observation& seen) const override {
      return seen.remaining_micros / 2;
    }
  };
  BidFunction bid{.linear = {.constant = 3}, .curve = nullptr};
  const Observation seen = {.remaining_micros = 50};
  EXPECT_EQ(bid(seen), 3);
  bid.curve = std::make_shared<Half>();
  EXPECT_EQ(bid(seen), 25);
}

}  // namespace
}  // namespace souk::market
