// Mechanisms against examples by hand and against slow, obvious oracles.
#include <gtest/gtest.h>

#include <cmath>

#include "market/auction.h"
#include "market/family.h"
#include "tests/support/auction_oracles.h"
#include "tests/support/auctions.h"
#include "tests/support/joint_auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using test::OracleAward;
using test::OracleRule;
using test::RandomAuction;

using test::Row;
using test::Rows;

Outcome Clear(std::string_view name, const Columns& columns,
              std::vector<ParamValue> given = {}) {
  return test::ClearNamed(name, columns, given);
}

/// Three bidders, two slots of weight 1 and 1/2, scores 400, 900, 600.
const Columns kThree = {{4000, 3000, 2000}, {0.1, 0.3, 0.3}, {1, 0.5}};

TEST(FirstPrice, WinnersPayTheirBids) {
  EXPECT_EQ(Rows(Clear("first_price", kThree)),
            (std::vector<Row>{{1, 3000}, {2, 2000}}));
}

TEST(FirstPrice, ExponentZeroRanksByBidAlone) {
  EXPECT_EQ(Rows(Clear("first_price", kThree, {{"quality_exponent", {0}, ""}})),
            (std::vector<Row>{{0, 4000}, {1, 3000}}));
}

TEST(Gsp, WinnersPayWhatKeepsTheirSlot) {
  // 600 / 0.3 and 400 / 0.3.
  EXPECT_EQ(Rows(Clear("gsp", kThree)),
            (std::vector<Row>{{1, 2000}, {2, 1333}}));
}

TEST(Gsp, ExponentZeroIsTheNextBid) {
  EXPECT_EQ(Rows(Clear("gsp", kThree, {{"quality_exponent", {0}, ""}})),
            (std::vector<Row>{{0, 3000}, {1, 2000}}));
}

TEST(Gsp, ExponentOneHalfWeighsByTheRootOfTheRate) {
  // Weights 0.3162, 0.5477, 0.5477: scores 1265, 1643, 1095.
  EXPECT_EQ(Rows(Clear("gsp", kThree, {{"quality_exponent", {0.5}, ""}})),
            (std::vector<Row>{{1, 2309}, {0, 3464}}));
}

TEST(Gsp, TheLastWinnerPaysTheReserve) {
  const Columns two = {{4000, 3000}, {0.5, 0.5}, {1, 0.5}};
  EXPECT_EQ(Rows(Clear("gsp", two)), (std::vector<Row>{{0, 3000}, {1, 0}}));
  EXPECT_EQ(Rows(Clear("gsp", two, {{"reserve_micros", {500}, ""}})),
            (std::vector<Row>{{0, 3000}, {1, 500}}));
}

/// Four bidders, three slots: scores .40, .45, .25, .20 units.
const Columns kFour = {{4000000, 3000000, 5000000, 1000000},
                       {0.10, 0.15, 0.05, 0.20},
                       {1, 0.6, 0.3}};

TEST(Mechanisms, DifferInPriceOnTheSamePage) {
  const Columns page = {{10, 6, 2}, {1, 1, 1}, {1, 0.5}};
  EXPECT_EQ(Rows(Clear("first_price", page)),
            (std::vector<Row>{{0, 10}, {1, 6}}));
  EXPECT_EQ(Rows(Clear("gsp", page)), (std::vector<Row>{{0, 6}, {1, 2}}));
  EXPECT_EQ(Rows(Clear("vcg", page)), (std::vector<Row>{{0, 4}, {1, 2}}));
}

TEST(Gsp, TheExponentDecidesTheOrder) {
  const auto winners = [](double exponent) {
    const auto rows =
        Rows(Clear("gsp", kFour, {{"quality_exponent", {exponent}, ""}}));
    return std::array<double, 2>{rows[0][0], rows[1][0]};
  };
  EXPECT_EQ(winners(1), (std::array<double, 2>{1, 0}));
  EXPECT_EQ(winners(0.5), (std::array<double, 2>{0, 1}));
  EXPECT_EQ(winners(0), (std::array<double, 2>{2, 0}));
}

TEST(Gsp, ALowerBidMayGain) {
  // Values 10, 8, 2: the first pays 8 for slot 1, or 2 for half of it.
  const Columns truth = {{10, 8, 2}, {1, 1, 1}, {1, 0.5}};
  std::vector<double> utility;
  for (int step = 1; step <= 10; ++step) {
    Columns other = truth;
    other.bid[0] = 2 * step;
    utility.push_back(test::Utility(other, Clear("gsp", other), 0, 10));
  }
  EXPECT_EQ(utility, (std::vector<double>{4, 4, 4, 2, 2, 2, 2, 2, 2, 2}));
}

TEST(Gsp, ABidReserveStopsBids) {
  EXPECT_EQ(Rows(Clear("gsp", kFour)),
            (std::vector<Row>{{1, 2666667}, {0, 2500000}, {2, 4000000}}));
  EXPECT_EQ(Rows(Clear("gsp", kFour, {{"reserve_micros", {2000000}, ""}})),
            (std::vector<Row>{{1, 2666667}, {0, 2500000}, {2, 2000000}}));
}

TEST(Gsp, AScoreReserveStopsScores) {
  const ParamValue reserve = {"score_reserve_micros", {300000}, ""};
  EXPECT_EQ(Rows(Clear("gsp", kFour, {reserve})),
            (std::vector<Row>{{1, 2666667}, {0, 3000000}}));
  EXPECT_EQ(
      Rows(Clear("gsp", kFour, {reserve, {"reserve_micros", {3100000}, ""}})),
      (std::vector<Row>{{0, 3100000}}));
}

TEST(Vcg, WinnersPayTheHarmTheyDo) {
  // Slot 1: (1/2 * 600 + 1/2 * 400) / 0.3; slot 2: 400 / 0.3.
  EXPECT_EQ(Rows(Clear("vcg", kThree)),
            (std::vector<Row>{{1, 1667}, {2, 1333}}));
}

TEST(Vcg, OneSlotIsTheSecondPrice) {
  EXPECT_EQ(Rows(Clear("vcg", {{10, 7, 4}, {1, 1, 1}, {1}})),
            (std::vector<Row>{{0, 7}}));
}

TEST(Vcg, TheReserveIsALeastPriceForEveryStep) {
  // Slot 1: 1/2 * 7 + 1/2 * 5; slot 2: 5 (the third bids 4 < 5).
  EXPECT_EQ(Rows(Clear("vcg", {{10, 7, 4}, {1, 1, 1}, {1, 0.5}},
                       {{"reserve_micros", {5}, ""}})),
            (std::vector<Row>{{0, 6}, {1, 5}}));
}

TEST(Vcg, ABetterRivalCostsMore) {
  EXPECT_EQ(Rows(Clear("vcg", {{10, 8, 2}, {1, 1, 1}, {1, 0.5}})),
            (std::vector<Row>{{0, 5}, {1, 2}}));
}

TEST(Vcg, TheScoreReserveStandsForEveryLowerScore) {
  // Scores 400, 450, 250, 200 thousand; 300 thousand for those that are gone:
  // slot 1 (0.4 * 400 + 0.3 * 300 + 0.3 * 300) / 0.15, slot 2 300 / 0.1.
  EXPECT_EQ(Rows(Clear("vcg", kFour, {{"score_reserve_micros", {300000}, ""}})),
            (std::vector<Row>{{1, 2266667}, {0, 3000000}}));
}

TEST(Vcg, IsTruthfulUnderAScoreReserve) {
  for (uint32_t i = 0; i < 300; ++i) {
    const Columns truth = RandomAuction(test::kFine, i);
    const ParamValue reserve = {"score_reserve_micros", {150000}, ""};
    const Outcome outcome = Clear("vcg", truth, {reserve});
    for (size_t c = 0; c < truth.bid.size(); ++c) {
      const double honest = test::Utility(truth, outcome, c, truth.bid[c]);
      Columns other = truth;
      for (int step = 0; step <= 40; ++step) {
        other.bid[c] = std::floor(truth.bid[c] * step / 20);
        const Outcome lie = Clear("vcg", other, {reserve});
        ASSERT_LE(test::Utility(other, lie, c, truth.bid[c]), honest + 1);
      }
    }
  }
}

TEST(Vcg, TheTextbookExampleHolds) {
  // Edelman, Ostrovsky, Schwarz 2007: values 10, 4, 2, clicks 200 and 100 an
  // hour; VCG payments are 600 and 200 in total.
  EXPECT_EQ(Rows(Clear("vcg", {{10, 4, 2}, {1, 1, 1}, {1, 0.5}})),
            (std::vector<Row>{{0, 3}, {1, 2}}));
  EXPECT_EQ(Rows(Clear("gsp", {{10, 4, 2}, {1, 1, 1}, {1, 0.5}})),
            (std::vector<Row>{{0, 4}, {1, 2}}));
}

TEST(Boosted, WeightsRankAndDividePrices) {
  EXPECT_EQ(
      Rows(Clear("boosted",
                 {{5000000, 4000000, 3000000}, {1, 1, 1}, {1}, {1, 1.5, 1.1}})),
      (std::vector<Row>{{1, 3333333}}));
}

TEST(WeightedVcg, WeightsRankAndDivideTheHarm) {
  // Scores 6, 8, 5: slot 1 is worth (1/2 * 6 + 1/2 * 5) / 2, slot 2 5 / 1.
  EXPECT_EQ(Rows(Clear(
                "weighted_vcg",
                {{6000000, 4000000, 5000000}, {1, 1, 1}, {1, 0.5}, {1, 2, 1}})),
            (std::vector<Row>{{1, 2750000}, {0, 5000000}}));
}

TEST(WeightedVcg, IsTruthfulUnderAnyWeights) {
  for (uint32_t i = 0; i < 500; ++i) {
    Columns truth = RandomAuction(test::kFine, i);
    for (size_t c = 0; c < truth.bid.size(); ++c) {
      truth.weight.push_back(0.5 + 0.4 * static_cast<double>((i + 3 * c) % 5));
    }
    const Outcome outcome = Clear("weighted_vcg", truth);
    for (size_t c = 0; c < truth.bid.size(); ++c) {
      const double honest = test::Utility(truth, outcome, c, truth.bid[c]);
      Columns other = truth;
      for (int step = 0; step <= 40; ++step) {
        other.bid[c] = std::floor(truth.bid[c] * step / 20);
        const Outcome lie = Clear("weighted_vcg", other);
        ASSERT_LE(test::Utility(other, lie, c, truth.bid[c]), honest + 1);
      }
    }
  }
}

TEST(Mechanisms, EqualWeightsChangeNothing) {
  for (uint32_t i = 0; i < 500; ++i) {
    const Columns plain = RandomAuction(test::kCoarse, i);
    Columns doubled = plain;
    doubled.weight.assign(plain.bid.size(), 2);
    EXPECT_EQ(Rows(Clear("boosted", doubled)), Rows(Clear("gsp", plain)));
    EXPECT_EQ(Rows(Clear("weighted_vcg", doubled)), Rows(Clear("vcg", plain)));
  }
}

void ExpectAgrees(const Columns& columns, const Outcome& outcome,
                  const std::vector<OracleAward>& oracle) {
  ASSERT_EQ(outcome.size, oracle.size());
  for (size_t k = 0; k < oracle.size(); ++k) {
    ASSERT_EQ(outcome.award[k].candidate, oracle[k].candidate) << "slot " << k;
    ASSERT_NEAR(outcome.award[k].price, oracle[k].price, 0.5 + 1e-6)
        << "slot " << k << " bid " << columns.bid[oracle[k].candidate];
  }
}

TEST(Mechanisms, AgreeWithTheirOraclesOnRandomAuctions) {
  for (uint32_t i = 0; i < 4000; ++i) {
    for (const auto& range : {test::kCoarse, test::kFine}) {
      const Columns columns = RandomAuction(range, i);
      const double top = static_cast<double>(range.max_bid);
      for (double reserve : {0.0, 1.0, std::floor(top / 2), top + 1}) {
        const ParamValue given = {"reserve_micros", {reserve}, ""};
        ExpectAgrees(columns, Clear("vcg", columns, {given}),
                     test::VcgOracle(columns, {.reserve = reserve}));
        for (double exponent : {0.0, 0.5, 1.0}) {
          const OracleRule rule = {reserve, exponent};
          const ParamValue power = {"quality_exponent", {exponent}, ""};
          ExpectAgrees(columns, Clear("gsp", columns, {given, power}),
                       test::GspOracle(columns, rule));
          ExpectAgrees(columns, Clear("first_price", columns, {given, power}),
                       test::FirstPriceOracle(columns, rule));
        }
        if (HasFatalFailure())
          FAIL() << "auction " << i << " reserve " << reserve;
      }
    }
  }
}

double Welfare(const Columns& columns, const Outcome& outcome) {
  double welfare = 0;
  for (const Award& award : outcome.awards()) {
    welfare += columns.slot_weight[award.slot] * columns.bid[award.candidate] *
               columns.rate[award.candidate];
  }
  return welfare;
}

TEST(Vcg, MaximisesWelfareAndChargesTheExternality) {
  for (uint32_t i = 0; i < 3000; ++i) {
    const auto range = i % 2 == 0 ? test::kCoarse : test::kFine;
    const Columns columns = RandomAuction(range, i);
    const Outcome outcome = Clear("vcg", columns);
    const double welfare = Welfare(columns, outcome);
    ASSERT_NEAR(welfare, test::BestWelfareWithout(columns, SIZE_MAX),
                1e-9 * (1 + welfare));
    for (const Award& award : outcome.awards()) {
      const double events =
          columns.slot_weight[award.slot] * columns.rate[award.candidate];
      const double others = welfare - events * columns.bid[award.candidate];
      const double harm =
          test::BestWelfareWithout(columns, award.candidate) - others;
      ASSERT_NEAR(award.price, harm / events, 0.5 + 1e-6) << "auction " << i;
    }
  }
}

TEST(Mechanisms, FillAPageOfThirtyTwoSlots) {
  Columns columns;
  for (size_t i = 0; i < 200; ++i) {
    columns.bid.push_back(static_cast<double>(1 + i * 37 % 101));
    columns.rate.push_back(0.5);
  }
  columns.slot_weight.assign(kMaxSlots, 1);
  ExpectAgrees(columns, Clear("gsp", columns), test::GspOracle(columns, {}));
  ExpectAgrees(columns, Clear("vcg", columns), test::VcgOracle(columns, {}));
}

TEST(Mechanisms, TheGreatestBidIsHandledExactly) {
  const double most = 4503599627370496;
  const Columns plain = {{most, most}, {1, 1}, {1}};
  const Columns joint = test::JointAuction({{most, most}, {most, most}},
                                           test::FullGraph(2, 2), {1});
  const auto rows = [](const MechanismEntry& entry, const Columns& columns) {
    return Rows(Clear(entry.name, columns, test::LeastParams(entry, 1)));
  };
  for (const MechanismEntry& entry : Mechanisms()) {
    if (!entry.traits.joint) {
      EXPECT_EQ(rows(entry, plain), (std::vector<Row>{{0, most}}));
    } else if (entry.name.starts_with("stores_")) {
      EXPECT_EQ(rows(entry, joint), (std::vector<Row>{{2, most}}));
    } else {
      EXPECT_EQ(rows(entry, joint), (std::vector<Row>{{0, most}, {2, most}}));
    }
  }
}

TEST(MechanismsDeathTest, UnequalColumnsStop) {
  EXPECT_DEATH(Clear("gsp", {{1, 2}, {1}, {1}}), "2 bids, 1 rates");
}

}  // namespace
}  // namespace souk::market
