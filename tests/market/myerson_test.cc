// The optimal auction: examples by hand, its payments as an integral, truth.
#include <gtest/gtest.h>

#include <cmath>

#include "market/auction.h"
#include "market/family.h"
#include "market/vector_math.h"
#include "tests/support/auctions.h"
#include "tests/support/mechanisms.h"

namespace souk::market {
namespace {

using test::Columns;
using Given = std::vector<ParamValue>;

const MechanismEntry& Entry() {
  return *FindMember("mechanism", Mechanisms(), "myerson").value();
}

Outcome Clear(const Columns& columns, const Given& given) {
  Outcome outcome;
  test::MakeMechanism(Entry(), given)->Clear(columns.view(), outcome);
  return outcome;
}

std::string FaultOf(const Given& given) {
  const auto made = Entry().make(ParamSet::Make(Entry().params, given).value());
  return made.ok() ? "" : made.error().message;
}

ParamValue Uniform(double high) { return {"uniform_high_micros", {high}, ""}; }
ParamValue From(double low) { return {"uniform_low_micros", {low}, ""}; }
ParamValue Mean(double mean) { return {"exponential_mean_micros", {mean}, ""}; }
ParamValue Cap(double cap) { return {"cap_micros", {cap}, ""}; }

ParamValue Sample(std::vector<double> values) {
  return {"sample_micros", std::move(values), ""};
}

std::vector<double> Prices(const Outcome& outcome) {
  std::vector<double> prices;
  for (const Award& award : outcome.awards()) prices.push_back(award.price);
  return prices;
}

TEST(Myerson, UniformValuesPayStepsAboveTheHalf) {
  EXPECT_EQ(
      Prices(Clear(
          {{900000, 700000, 600000, 450000}, {1, 1, 1, 1}, {1, 0.5, 0.25}},
          {Uniform(1000000)})),
      (std::vector<double>{625000, 550000, 500000}));
}

TEST(Myerson, TheReserveDependsOnThePriorAlone) {
  const auto reserve = [](const Given& given) {
    return Prices(Clear({{9000000}, {0.25}, {1}}, given)).at(0);
  };
  EXPECT_EQ(reserve({Uniform(1000000)}), 500000);
  EXPECT_EQ(reserve({From(800000), Uniform(1000000)}), 800000);
  EXPECT_EQ(reserve({Mean(300000)}), 300000);
  // v = 1 - exp(v - 1): 1 - v is the omega constant 0.567143...
  EXPECT_EQ(reserve({Mean(1000000), Cap(1000000)}), 432857);
}

TEST(Myerson, ABidOfTheReserveWinsAndOneBelowDoesNot) {
  const Given half = {Uniform(1000000)};
  EXPECT_EQ(Prices(Clear({{500000}, {0.1}, {1}}, half)),
            (std::vector<double>{500000}));
  EXPECT_EQ(Clear({{499999}, {0.1}, {1}}, half).size, 0U);
  EXPECT_EQ(Clear({{799999}, {1}, {1}}, {From(800000), Uniform(1000000)}).size,
            0U);
}

TEST(Myerson, RanksByVirtualValueTimesRate) {
  // phi 0.8 and 0.4: scores 0.08 < 0.1; least bid (0.08 / 0.25 + 1) / 2.
  const Outcome outcome =
      Clear({{900000, 700000}, {0.1, 0.25}, {1}}, {Uniform(1000000)});
  ASSERT_EQ(outcome.size, 1U);
  EXPECT_EQ(outcome.award[0].candidate, 1U);
  EXPECT_EQ(outcome.award[0].price, 660000);
}

TEST(Myerson, OneUniformSlotEarnsFiveTwelfths) {
  const Stream stream(3, 0, Purpose::kTest);
  double sum = 0;
  constexpr uint32_t kTimes = 40000;
  for (uint32_t i = 0; i < kTimes; ++i) {
    const auto value = [&](uint32_t draw) {
      return static_cast<double>(stream.Integer(1000001, i, 0, draw));
    };
    for (double price : Prices(
             Clear({{value(0), value(1)}, {1, 1}, {1}}, {Uniform(1000000)}))) {
      sum += price;
    }
  }
  // The standard deviation of one sale is about 0.25, of the mean 0.00125.
  EXPECT_NEAR(sum / kTimes / 1000000, 5.0 / 12, 0.005);
}

const std::vector<Given>& Priors() {
  static const std::vector<Given> priors = {
      {Uniform(1000000)},
      {Uniform(600000)},
      {From(400000), Uniform(700000)},
      {Mean(250000)},
      {Mean(300000), Cap(800000)},
      {Mean(2000000), Cap(500000)},
      {Sample({250000, 300000, 320000, 900000, 950000})},
      {Sample({100000, 200000, 300000, 400000, 500000, 600000, 700000})},
  };
  return priors;
}

double WeightWon(const Mechanism& mechanism, Columns columns, size_t candidate,
                 double bid) {
  columns.bid[candidate] = bid;
  Outcome outcome;
  mechanism.Clear(columns.view(), outcome);
  for (const Award& award : outcome.awards()) {
    if (award.candidate == candidate) return columns.slot_weight[award.slot];
  }
  return 0;
}

/// The least bid that wins as much as `high`, by bisection from `low`.
double StepBelow(const Mechanism& mechanism, const Columns& columns,
                 size_t candidate, double high) {
  const double won = WeightWon(mechanism, columns, candidate, high);
  double low = 0;
  while (high - low > 1e-3) {
    const double middle = (low + high) / 2;
    (WeightWon(mechanism, columns, candidate, middle) < won ? low : high) =
        middle;
  }
  return high;
}

/// b x(b) - integral of x up to b, over the steps of x, divided by x(b).
double IntegralPrice(const Mechanism& mechanism, const Columns& columns,
                     size_t candidate) {
  double sum = 0;
  double bid = columns.bid[candidate];
  const double all = WeightWon(mechanism, columns, candidate, bid);
  for (double won = all; won > 0;) {
    bid = StepBelow(mechanism, columns, candidate, bid);
    const double less = WeightWon(mechanism, columns, candidate, bid - 0.002);
    sum += (won - less) * bid;
    bid -= 0.002;
    won = less;
  }
  return sum / all;
}

TEST(Myerson, ChargesTheIntegralOfWhatLowerBidsWin) {
  for (const Given& given : Priors()) {
    const auto mechanism = test::MakeMechanism(Entry(), given);
    for (uint32_t i = 0; i < 300; ++i) {
      const Columns columns = test::RandomAuction(test::kFine, i);
      Outcome outcome;
      mechanism->Clear(columns.view(), outcome);
      for (const Award& award : outcome.awards()) {
        ASSERT_NEAR(award.price,
                    IntegralPrice(*mechanism, columns, award.candidate), 0.52)
            << "auction " << i;
      }
    }
  }
}

TEST(Myerson, NoOtherBidGainsUnderAnyPrior) {
  for (const Given& given : Priors()) {
    const auto mechanism = test::MakeMechanism(Entry(), given);
    for (uint32_t i = 0; i < 300; ++i) {
      const Columns truth = test::RandomAuction(test::kFine, i);
      Outcome outcome;
      mechanism->Clear(truth.view(), outcome);
      for (size_t c = 0; c < truth.bid.size(); ++c) {
        const double honest = test::Utility(truth, outcome, c, truth.bid[c]);
        Columns other = truth;
        for (int step = 0; step <= 40; ++step) {
          other.bid[c] = std::floor(truth.bid[c] * step / 20);
          Outcome lie;
          mechanism->Clear(other.view(), lie);
          ASSERT_LE(test::Utility(other, lie, c, truth.bid[c]), honest + 1);
        }
      }
    }
  }
}

TEST(Myerson, NeedsExactlyOnePrior) {
  const std::string one =
      "myerson needs exactly one prior: give either uniform_high_micros, "
      "exponential_mean_micros or sample_micros";
  EXPECT_EQ(FaultOf({}), one);
  EXPECT_EQ(FaultOf({Cap(5)}), one);
  EXPECT_EQ(FaultOf({Uniform(5), Mean(5)}), one);
  EXPECT_EQ(FaultOf({From(5), Uniform(5)}),
            "uniform_low_micros 5 is not below uniform_high_micros 5");
  EXPECT_EQ(FaultOf({Uniform(5), Cap(5)}),
            "cap_micros truncates an exponential prior; the uniform prior "
            "ends at uniform_high_micros");
  EXPECT_EQ(FaultOf({Mean(5), Cap(5)}), "");
  EXPECT_EQ(FaultOf({Sample({5}), Mean(5)}), one);
  EXPECT_EQ(FaultOf({Sample({5}), Cap(5)}), one);
  EXPECT_EQ(FaultOf({Sample({5, 0})}),
            "sample_micros holds 0, must be above 0");
  EXPECT_EQ(FaultOf({Sample({5, 7})}), "");
}

}  // namespace
}  // namespace souk::market
