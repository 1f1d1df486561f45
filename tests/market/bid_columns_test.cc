#include "market/bid_columns.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>

#include "market/random.h"

namespace souk::market {
namespace {

const Stream kChance(23, 0, Purpose::kTest);

/// A number of one of several sizes, 0 and negative ones included.
double RandomNumber(uint32_t index, uint32_t field) {
  const double u = kChance.Uniform(index, 1, field);
  switch (kChance.Integer(5, index, 2, field)) {
    case 0:
      return 0;
    case 1:
      return std::floor(u * 1e6);
    case 2:
      return (u - 0.5) * 1e3;
    case 3:
      return u * 1e13;
    default:
      return u;
  }
}

LinearBid RandomBid(uint32_t index) {
  LinearBid bid;
  bid.constant = RandomNumber(index, 0);
  bid.click = RandomNumber(index, 1);
  bid.conversion = RandomNumber(index, 2);
  bid.click_conversion = RandomNumber(index, 3);
  bid.step = kChance.Bernoulli(0.5, index, 3, 0) ? 1 : 1000;
  bid.factor = 2 * kChance.Uniform(index, 3, 1);
  bid.min = kChance.Bernoulli(0.7, index, 3, 2) ? 0 : 5000;
  bid.max = kChance.Bernoulli(0.7, index, 3, 3) ? kMaxBid : 80000;
  bid.whole_steps = kChance.Bernoulli(0.5, index, 3, 4);
  return bid;
}

struct Candidates {
  std::vector<LinearBid> bids;
  std::vector<Charge> charges;
  std::vector<double> click, conversion, cap;
};

Candidates RandomCandidates(size_t size) {
  Candidates made;
  for (uint32_t i = 0; i < size; ++i) {
    made.bids.push_back(RandomBid(i));
    made.charges.push_back(static_cast<Charge>(kChance.Integer(3, i, 4, 0)));
    made.click.push_back(kChance.Uniform(i, 4, 1));
    made.conversion.push_back(kChance.Uniform(i, 4, 2));
    made.cap.push_back(kChance.Bernoulli(0.5, i, 4, 3)
                           ? kMaxBid
                           : std::floor(RandomNumber(i, 9) + 1000));
  }
  return made;
}

double RateOf(Charge charge, double click, double conversion) {
  switch (charge) {
    case Charge::kView:
      return 1;
    case Charge::kClick:
      return click;
    case Charge::kConversion:
      return click * conversion;
  }
  return -1;
}

TEST(BidColumns, AgreeWithTheLinearBidToTheLastBit) {
  for (size_t size : {0, 1, 7, 8, 9, 48, 1000}) {
    const Candidates given = RandomCandidates(size);
    BidColumns columns;
    for (size_t i = 0; i < size; ++i) {
      columns.Add(given.bids[i], given.charges[i]);
    }
    std::vector<double> bid(size, -1), rate(size, -1);
    columns.Evaluate(given.click, given.conversion, given.cap, bid, rate);
    for (size_t i = 0; i < size; ++i) {
      const double exact = given.bids[i](given.click[i], given.conversion[i]);
      const double expected = std::min(std::ceil(exact), given.cap[i]);
      ASSERT_EQ(std::bit_cast<uint64_t>(bid[i]),
                std::bit_cast<uint64_t>(expected))
          << "candidate " << i << ": " << bid[i] << " for " << exact;
      ASSERT_EQ(rate[i],
                RateOf(given.charges[i], given.click[i], given.conversion[i]));
    }
  }
}

TEST(BidColumns, NobodyBidsAboveTheCapOrBelowZero) {
  BidColumns columns;
  columns.Add({.constant = 500}, Charge::kView);
  columns.Add({.constant = 500}, Charge::kView);
  columns.Add({.constant = 500}, Charge::kView);
  columns.Add({.constant = -500, .min = -1000}, Charge::kView);
  const std::vector<double> rates(4, 0.5);
  const std::vector<double> cap = {499, 500, 0, 10};
  std::vector<double> bid(4), rate(4);
  columns.Evaluate(rates, rates, cap, bid, rate);
  EXPECT_EQ(bid, (std::vector<double>{499, 500, 0, 0}));
}

TEST(BidColumns, BidsAreRoundedUp) {
  BidColumns columns;
  columns.Add({.click = 10}, Charge::kClick);
  columns.Add({.click = 10}, Charge::kClick);
  const std::vector<double> click = {0.11, 0.2}, cap(2, kMaxBid);
  std::vector<double> bid(2), rate(2);
  columns.Evaluate(click, click, cap, bid, rate);
  EXPECT_EQ(bid, (std::vector<double>{2, 2}));
}

TEST(BidColumns, AreEmptyAfterClear) {
  BidColumns columns;
  columns.Add({}, Charge::kView);
  EXPECT_EQ(columns.size(), 1U);
  columns.Clear();
  EXPECT_EQ(columns.size(), 0U);
  columns.Evaluate({}, {}, {}, {}, {});
}

TEST(BidColumnsDeathTest, ColumnsOfDifferentLengthStop) {
  BidColumns columns;
  columns.Add({}, Charge::kView);
  std::vector<double> one(1), two(2);
  EXPECT_DEATH(columns.Evaluate(one, one, one, one, two), "different length");
}

}  // namespace
}  // namespace souk::market
