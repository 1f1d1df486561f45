// ugsp, boosted, affine: examples by hand, plain sorts, every list, truth.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "market/auction.h"
#include "market/family.h"
#include "tests/support/auctions.h"
#include "tests/support/list_oracles.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::ClearNamed;
using test::Columns;
using test::RandomAuction;
using test::Rows;
using Table = std::vector<test::Row>;

constexpr double kUnit = 1000000;

TEST(Boosted, BoostsRankAndLowerPrices) {
  EXPECT_EQ(
      Rows(ClearNamed("boosted", {.bid = {5 * kUnit, 4 * kUnit, 3 * kUnit},
                                  .rate = {1, 1, 1},
                                  .slot_weight = {1},
                                  .boost = {0, 2 * kUnit, kUnit / 2}})),
      (Table{{1, 3 * kUnit}}));
}

TEST(Boosted, ABoostMayPayTheWholePrice) {
  // Scores 1 + 9 and 4: the winner of slot 1 pays max(0, 4 - 9).
  const Columns page = {
      .bid = {1, 4}, .rate = {1, 1}, .slot_weight = {1, 0.5}, .boost = {9, 0}};
  EXPECT_EQ(Rows(ClearNamed("boosted", page)), (Table{{0, 0}, {1, 0}}));
  EXPECT_EQ(Rows(ClearNamed("boosted", page, {{"reserve_micros", {1}, ""}})),
            (Table{{0, 1}, {1, 1}}));
}

TEST(Boosted, AHandicapIsNoReserve) {
  EXPECT_EQ(Rows(ClearNamed(
                "boosted",
                {.bid = {4}, .rate = {1}, .slot_weight = {1}, .boost = {-9}})),
            (Table{{0, 0}}));
}

TEST(Affine, TheExampleHolds) {
  // Scores 6, 7, 5.5; (6 + 1) / 2.
  EXPECT_EQ(Rows(ClearNamed("affine", {.bid = {6 * kUnit, 4 * kUnit, 5 * kUnit},
                                       .rate = {1, 1, 1},
                                       .slot_weight = {1},
                                       .weight = {1, 2, 1},
                                       .boost = {0, -kUnit, kUnit / 2}})),
            (Table{{1, 3.5 * kUnit}}));
}

TEST(Ugsp, OwnGainsRankAndLowerPrices) {
  // o = 2 q + 10 c: 0.6 and 0.2; scores 2 * 4 * 0.1 + 0.6 = 1.4 against
  // 2 * 5 * 0.1 + 0.2 = 1.2; price (1.2 - 0.6) / (2 * 0.1).
  const Columns page = {.bid = {4 * kUnit, 5 * kUnit},
                        .rate = {0.1, 0.1},
                        .slot_weight = {1, 0.5},
                        .conversion = {0.04, 0}};
  EXPECT_EQ(Rows(ClearNamed("ugsp", page,
                            {{"bid_weight", {2}, ""},
                             {"rate_value_micros", {2 * kUnit}, ""},
                             {"conversion_value_micros", {10 * kUnit}, ""}})),
            (Table{{0, 3 * kUnit}, {1, 0}}));
  EXPECT_EQ(Rows(ClearNamed("ugsp", page)), Rows(ClearNamed("gsp", page)));
}

/// A random auction with weights, boosts and conversion rates.
Columns WithTerms(const test::AuctionRange& range, uint32_t index) {
  Columns columns = RandomAuction(range, index);
  const Stream stream(29, 0, Purpose::kTest);
  const auto most = static_cast<double>(range.max_bid);
  for (uint32_t i = 0; i < columns.bid.size(); ++i) {
    const auto draw = [&](uint32_t entity) {
      return static_cast<double>(stream.Integer(5, entity, index, i));
    };
    columns.weight.push_back(0.5 + 0.5 * draw(0));
    columns.boost.push_back((draw(1) - 2) * most / 8);
    columns.conversion.push_back(draw(2) / 4);
  }
  return columns;
}

struct Terms {
  std::vector<double> weight, term;
};

Terms TermsOf(const Columns& columns) {
  Terms terms;
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    terms.weight.push_back(columns.weight[i] * columns.rate[i]);
    terms.term.push_back(columns.boost[i]);
  }
  return terms;
}

/// Second prices on bid * weight + term by a plain sort.
Table NextPrices(const Columns& columns, const Terms& terms, double reserve) {
  std::vector<size_t> order;
  for (size_t i = 0; i < columns.bid.size(); ++i) {
    const bool bids = columns.bid[i] > 0 && columns.bid[i] >= reserve;
    if (bids && columns.rate[i] > 0) order.push_back(i);
  }
  const auto score = [&](size_t i) {
    return columns.bid[i] * terms.weight[i] + terms.term[i];
  };
  std::ranges::stable_sort(order, std::ranges::greater{}, score);
  Table table;
  for (size_t k = 0; k < std::min(order.size(), columns.slot_weight.size());
       ++k) {
    const size_t i = order[k];
    double least = reserve;
    if (k + 1 < order.size()) {
      least = std::max(least,
                       (score(order[k + 1]) - terms.term[i]) / terms.weight[i]);
    }
    table.push_back({static_cast<double>(i),
                     std::min(std::floor(least + 0.5), columns.bid[i])});
  }
  return table;
}

TEST(Boosted, AgreesWithAPlainSort) {
  for (uint32_t i = 0; i < 3000; ++i) {
    for (const auto& range : {test::kCoarse, test::kFine}) {
      const Columns columns = WithTerms(range, i);
      for (double reserve : {0.0, static_cast<double>(range.max_bid / 3)}) {
        ASSERT_EQ(Rows(ClearNamed("boosted", columns,
                                  {{"reserve_micros", {reserve}, ""}})),
                  NextPrices(columns, TermsOf(columns), reserve))
            << "auction " << i;
      }
    }
  }
}

TEST(Ugsp, AgreesWithAPlainSort) {
  for (uint32_t i = 0; i < 3000; ++i) {
    for (const auto& range : {test::kCoarse, test::kFine}) {
      const Columns columns = WithTerms(range, i);
      const auto most = static_cast<double>(range.max_bid);
      Terms terms;
      for (size_t c = 0; c < columns.bid.size(); ++c) {
        terms.weight.push_back(0.5 * columns.rate[c]);
        terms.term.push_back(most / 4 * columns.rate[c] +
                             most / 2 * columns.conversion[c]);
      }
      ASSERT_EQ(Rows(ClearNamed("ugsp", columns,
                                {{"bid_weight", {0.5}, ""},
                                 {"rate_value_micros", {most / 4}, ""},
                                 {"conversion_value_micros", {most / 2}, ""}})),
                NextPrices(columns, terms, 0))
          << "auction " << i;
    }
  }
}

TEST(Affine, MaximisesOverAllListsAndChargesTheHarm) {
  for (uint32_t index = 0; index < 1500; ++index) {
    const auto range = index % 2 == 0 ? test::kCoarse : test::kFine;
    const Columns columns = WithTerms(range, index);
    const Outcome outcome = ClearNamed("affine", columns);
    const test::AffineOracle oracle(columns);
    const double found = oracle.ScoreOf(outcome);
    ASSERT_NEAR(found, oracle.Best(), 1e-9 * (1 + std::abs(found)));
    for (const Award& award : outcome.awards()) {
      ASSERT_NEAR(
          award.price,
          std::min(oracle.Price(outcome, award), columns.bid[award.candidate]),
          0.5 + 1e-6)
          << "auction " << index << " candidate " << award.candidate;
    }
  }
}

TEST(Affine, NoOtherBidGainsUnderAnyTerms) {
  for (uint32_t index = 0; index < 500; ++index) {
    const Columns truth = WithTerms(test::kFine, index);
    const Outcome outcome = ClearNamed("affine", truth);
    for (size_t c = 0; c < truth.bid.size(); ++c) {
      const double honest = test::Utility(truth, outcome, c, truth.bid[c]);
      Columns other = truth;
      for (int step = 0; step <= 40; ++step) {
        other.bid[c] = std::floor(truth.bid[c] * step / 20);
        const Outcome lie = ClearNamed("affine", other);
        ASSERT_LE(test::Utility(other, lie, c, truth.bid[c]), honest + 1);
      }
    }
  }
}

TEST(Affine, WithoutBoostsItIsWeightedVcg) {
  for (uint32_t i = 0; i < 1000; ++i) {
    Columns columns = WithTerms(test::kCoarse, i);
    columns.boost.clear();
    EXPECT_EQ(Rows(ClearNamed("affine", columns)),
              Rows(ClearNamed("weighted_vcg", columns)));
  }
}

TEST(TermMechanismsDeathTest, UnequalColumnsStop) {
  const Columns page = {.bid = {1}, .rate = {1}, .slot_weight = {1}};
  Columns boosts = page;
  boosts.boost = {1, 2};
  EXPECT_DEATH(ClearNamed("affine", boosts), "2 boosts, 1 bids");
  Columns rates = page;
  rates.conversion = {0, 0};
  EXPECT_DEATH(ClearNamed("ugsp", rates), "2 conversion rates, 1 bids");
}

}  // namespace
}  // namespace souk::market
