// Rules that offer an amount per conversion, worked by hand. Worked numbers
// of the literature are held to 1e-6.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using market::Charge;
using market::Feedback;
using market::Money;
using market::Observation;
using market::TickTime;

constexpr double kMillion = 1e6;

/// A target of 100 units, a tick may cost 10 units.
LineFacts Facts() {
  LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 100 * kMillion;
  facts.daily_budget = Money(480000000);
  return facts;
}

Observation Seen(double click_rate, double conversion_rate) {
  return {.click_rate = click_rate, .conversion_rate = conversion_rate};
}

std::vector<double> SignalsOf(const agents::Strategy& strategy, size_t size) {
  std::vector<double> values(size);
  strategy.Signals(values);
  return values;
}

/// A tick that cost `spend` units and brought these conversions.
Feedback Tick(uint32_t tick, double spend, double expected,
              int64_t conversions = 0) {
  Feedback feedback{TickTime{tick, 48}, {}, Money(480000000)};
  feedback.tally.spend = Money(static_cast<int64_t>(spend * kMillion));
  feedback.tally.expected_conversions = expected;
  feedback.tally.conversions = conversions;
  return feedback;
}

market::BidFunction PlanAt(agents::Strategy& strategy, uint32_t tick,
                           double left = 480) {
  return strategy.Plan(
      {TickTime{tick, 48}, Money(static_cast<int64_t>(left * kMillion))});
}

TEST(FixedCpa, OffersTheTargetForWhatIsPaid) {
  LineFacts facts = Facts();
  const auto bid = [&] {
    const auto strategy = NewStrategy("fixed_cpa", {}, facts);
    return PlanAt(*strategy, 0)(Seen(0.5, 0.25));
  };
  EXPECT_DOUBLE_EQ(bid(), 12.5 * kMillion);
  facts.charge = Charge::kClick;
  EXPECT_DOUBLE_EQ(bid(), 25 * kMillion);
  facts.charge = Charge::kConversion;
  EXPECT_DOUBLE_EQ(bid(), 100 * kMillion);
}

TEST(FixedCpa, NeedsATarget) {
  EXPECT_EQ(StrategyFault("fixed_cpa", {}, ViewFacts()),
            "fixed_cpa: needs a target, but its campaign has none; give it "
            "target_cpa_micros");
}

TEST(StochasticCpa, IsTheTargetTimesLogNormalNoise) {
  const auto strategy = NewStrategy("stochastic_cpa", {}, Facts());
  double sum = 0;
  double squares = 0;
  constexpr int kTicks = 2000;
  for (uint32_t tick = 0; tick < kTicks; ++tick) {
    PlanAt(*strategy, tick);
    const double log = std::log(SignalsOf(*strategy, 1)[0] / (100 * kMillion));
    sum += log;
    squares += log * log;
  }
  EXPECT_NEAR(sum / kTicks, 0, 0.01);
  EXPECT_NEAR(std::sqrt(squares / kTicks), 0.1, 0.005);
}

TEST(StochasticCpa, LinesDrawApart) {
  LineFacts other = Facts();
  other.line = 1;
  const auto one = NewStrategy("stochastic_cpa", {}, Facts());
  const auto two = NewStrategy("stochastic_cpa", {}, other);
  EXPECT_NE(PlanAt(*one, 0)(Seen(1, 1)), PlanAt(*two, 0)(Seen(1, 1)));
}

/// Auctions of these conversion rates, with click rate 1.
std::vector<market::AuctionSeen> Auctions(const std::vector<double>& rates) {
  std::vector<market::AuctionSeen> auctions(rates.size());
  for (size_t i = 0; i < rates.size(); ++i) {
    auctions[i].click_rate = 1;
    auctions[i].conversion_rate = rates[i];
  }
  return auctions;
}

TEST(Abid, BidsTheSquareOverTheMeanOfTheLastTick) {
  const auto abid = NewStrategy("abid", {{"first_mean", {0.002}, ""}}, Facts());
  const auto first = PlanAt(*abid, 0);
  EXPECT_NEAR(first(Seen(1, 0.004)), 100 * kMillion * 0.008, 1e-6);
  EXPECT_EQ(first.watch_share, 0.125);
  const auto auctions = Auctions({0.001, 0.003, 0.005});
  Feedback feedback = Tick(0, 0, 0);
  feedback.seen = auctions;
  abid->Learn(feedback);
  EXPECT_NEAR(PlanAt(*abid, 1)(Seen(1, 0.006)), 100 * kMillion * 0.012, 1e-6);
  abid->Learn(Tick(1, 0, 0));
  EXPECT_NEAR(PlanAt(*abid, 2)(Seen(1, 0.006)), 100 * kMillion * 0.012, 1e-6)
      << "a tick without an auction teaches nothing";
  EXPECT_EQ(PlanAt(*abid, 2)(Seen(0, 0.5)), 0);
}

TEST(ValueScaled, OffersMoreForBetterPageViews) {
  const auto scaled =
      NewStrategy("value_scaled", {{"first_mean", {0.002}, ""}}, Facts());
  const auto bid = PlanAt(*scaled, 0);
  EXPECT_NEAR(bid(Seen(1, 0.002)), 0.2 * kMillion, 1e-6);
  EXPECT_NEAR(bid(Seen(1, 0.004)), 0.4 * kMillion * std::pow(2, 0.1), 1e-6);
}

std::vector<double> Coefficients(agents::Strategy& pacer, uint32_t first,
                                 const std::vector<double>& left) {
  std::vector<double> coefficients;
  for (const double amount : left) {
    PlanAt(pacer, first++, amount);
    coefficients.push_back(SignalsOf(pacer, 1)[0]);
  }
  return coefficients;
}

TEST(PidSpend, GoesThroughTheWorkedSteps) {
  const auto pid = NewStrategy("pid_spend", {}, Facts());
  const auto got = Coefficients(*pid, 0, {3000, 2980, 2920, 2830});
  const std::vector<double> wanted = {15e6, 18e6, 18e6, 12.6e6};
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_NEAR(got[i], wanted[i], 1e-6) << "tick " << i;
  }
}

TEST(PidSpend, StartsEveryDayWithItsOwnBudget) {
  const auto pid = NewStrategy("pid_spend", {}, Facts());
  EXPECT_EQ(Coefficients(*pid, 47, {3000, 3000, 2999}),
            (std::vector<double>{18e6, 15e6, 18e6}));
}

TEST(BudgetPacer, CoversTheTunedConstantsFromTheTarget) {
  LineFacts facts = Facts();
  facts.value_per_conversion_micros = facts.target_cpa_micros;
  const auto pacer = NewStrategy("budget_pacer", {}, facts);
  EXPECT_DOUBLE_EQ(PlanAt(*pacer, 0, 480)(Seen(1, 0.01)), kMillion);
  // 1 of 479 spent: ratio .098, below .66; then 40 of 439: above 1.45.
  EXPECT_DOUBLE_EQ(PlanAt(*pacer, 1, 479)(Seen(1, 0.01)), 1.13 * kMillion);
  EXPECT_DOUBLE_EQ(PlanAt(*pacer, 2, 439)(Seen(1, 0.01)),
                   1.13 * 0.56 * kMillion);
}

TEST(PidBudgetPacer, AnswersToTheSideOfTheError) {
  LineFacts facts = Facts();
  facts.value_per_conversion_micros = facts.target_cpa_micros;
  const auto pacer = NewStrategy("pid_budget_pacer", {}, facts);
  // Slow (+1), fast (-1), in between (0).
  const auto got = Coefficients(*pacer, 0, {480, 479, 439, 430});
  constexpr double kI = 2.568e-6;
  constexpr double kD = 1.28e-4;
  const double slow = std::exp(0.01 + kI + kD);
  const double fast = slow * std::exp(-0.01 + 0 * kI - 2 * kD);
  const double even = fast * std::exp(kD);
  EXPECT_EQ(got[0], 1);
  EXPECT_NEAR(got[1], slow, 1e-12);
  EXPECT_NEAR(got[2], fast, 1e-12);
  EXPECT_NEAR(got[3], even, 1e-12) << "ratio .94";
}

TEST(PidBudgetPacer, RefusesRatiosInTheWrongOrder) {
  EXPECT_EQ(
      StrategyFault("pid_budget_pacer", {{"low_ratio", {2}, ""}}, Facts()),
      "pid_budget_pacer: low_ratio = 2 must not be above high_ratio = "
      "1.1");
}

TEST(PidCpa, CorrectsByTheSurplusOfATick) {
  const auto pid = NewStrategy("pid_cpa", {}, Facts());
  const auto alpha = [&](uint32_t tick) {
    PlanAt(*pid, tick);
    return SignalsOf(*pid, 1)[0] / kMillion;
  };
  EXPECT_EQ(alpha(0), 100);
  pid->Learn(Tick(0, 150, 0, 2));  // e = 2 - 1.5
  const double first =
      100 * std::exp(0.004 * 0.5 + 8.556e-6 * 0.5 + 0.00373 * 0.5 / 2);
  EXPECT_NEAR(alpha(1), first, 1e-9);
  pid->Learn(Tick(1, 50, 0, 0));  // no conversion: e = 0
  const double second = first * std::exp(8.556e-6 * 0.5 - 0.00373 * 0.5 / 2);
  EXPECT_NEAR(alpha(2), second, 1e-9);
  pid->Learn(Tick(2, 1000, 0, 1));  // e = -9
  EXPECT_LT(alpha(3), second);
  EXPECT_EQ(alpha(48), 100) << "a new day";
}

struct RosStep {
  std::string name;
  double before = 0;
  double after = 0;
};

TEST(RosPacing, GoesThroughTheWorkedStep) {
  // v = 1, lambda = 1, mu = .5, paid .6 of rho = .4, steps of .1 on absolute
  // gradients: .04 on gradients relative to rho.
  LineFacts facts = ViewFacts();
  facts.target_cpa_micros = kMillion;
  facts.daily_budget = Money(400000 * 48);
  const Params params = {{"start_budget", {0.5}, ""},
                         {"ros_step", {0.04}, ""},
                         {"budget_step", {0.04}, ""}};
  const double sequential_after = (1 + 0.960789439) / 0.960789439 / 0.510100669;
  for (const RosStep& step :
       {RosStep{"dual_optimal", 1.333333, 1.333063},
        RosStep{"min_pacing", 2, 1.960397},
        RosStep{"sequential_pacing", 4, sequential_after}}) {
    const auto strategy = NewStrategy(step.name, params, facts);
    EXPECT_NEAR(PlanAt(*strategy, 0)(Seen(1, 1)) / kMillion, step.before, 1e-6);
    strategy->Learn(Tick(0, 0.6, 1));
    EXPECT_NEAR(PlanAt(*strategy, 1)(Seen(1, 1)) / kMillion, step.after, 1e-6)
        << step.name;
    const auto duals = SignalsOf(*strategy, 2);
    EXPECT_NEAR(duals[0], 0.960789, 1e-6);
    EXPECT_NEAR(duals[1], 0.510101, 1e-6);
  }
}

TEST(RosPacing, DualsStayWithinTheirBounds) {
  const auto strategy = NewStrategy(
      "dual_optimal", {{"ros_step", {100}, ""}, {"budget_step", {100}, ""}},
      Facts());
  strategy->Learn(Tick(0, 480, 0));
  PlanAt(*strategy, 1);
  EXPECT_EQ(SignalsOf(*strategy, 2), (std::vector<double>{1e4, 1e4}));
  strategy->Learn(Tick(1, 0, 1000));
  PlanAt(*strategy, 2);
  EXPECT_EQ(SignalsOf(*strategy, 2), (std::vector<double>{1e-4, 1e-4}));
}

TEST(RosPacing, NeedsABudgetAndATarget) {
  LineFacts facts = Facts();
  facts.daily_budget = market::kNoLimit;
  EXPECT_EQ(StrategyFault("min_pacing", {}, facts),
            "min_pacing: needs a daily budget, but its advertiser has none; "
            "give it daily_budget_micros");
  facts.target_cpa_micros = 0;
  EXPECT_EQ(StrategyFault("min_pacing", {}, facts),
            "min_pacing: needs a target, but its campaign has none; give it "
            "target_cpa_micros");
}

TEST(Broi, GoesThroughTheWorkedStep) {
  // gamma = 1.25, rho = .4, v = 1: won at .3, steps of .1 on absolute
  // gradients.
  LineFacts facts = ViewFacts();
  facts.target_cpa_micros = kMillion;
  facts.daily_budget = Money(400000 * 48);
  const auto broi = NewStrategy("broi",
                                {{"gamma", {1.25}, ""},
                                 {"start_budget", {1.5}, ""},
                                 {"roi_step", {0.04}, ""},
                                 {"budget_step", {0.04}, ""}},
                                facts);
  EXPECT_NEAR(PlanAt(*broi, 0)(Seen(1, 1)) / kMillion, 0.4, 1e-9);
  EXPECT_EQ(SignalsOf(*broi, 2), (std::vector<double>{0.25, 1.5}));
  broi->Learn(Tick(0, 0.3, 1));
  EXPECT_NEAR(PlanAt(*broi, 1)(Seen(1, 1)) / kMillion, 0.4016064, 1e-6);
  EXPECT_NEAR(SignalsOf(*broi, 2)[0], 0.1875, 1e-9);
  EXPECT_NEAR(SignalsOf(*broi, 2)[1], 1.49, 1e-9);
}

TEST(Broi, NeverBidsAboveTheTarget) {
  const auto broi = NewStrategy("broi", {}, Facts());
  for (uint32_t tick = 0; tick < 100; ++tick) {
    EXPECT_LE(PlanAt(*broi, tick)(Seen(1, 0.5)), 50 * kMillion);
    broi->Learn(Tick(tick, 0, 1));
  }
}

TEST(AdaptivePacing, CoversTheTickVersionOfAuctionNet) {
  LineFacts facts = Facts();
  facts.value_per_conversion_micros = facts.target_cpa_micros;
  const auto pacing =
      NewStrategy("adaptive_pacing",
                  {{"step", {0.1}, ""}, {"max_multiplier", {20}, ""}}, facts);
  EXPECT_DOUBLE_EQ(PlanAt(*pacing, 0)(Seen(1, 0.01)), kMillion);
  pacing->Learn(Tick(0, 25, 0));  // rho = 10: mu = .1 * 1.5
  EXPECT_NEAR(PlanAt(*pacing, 1)(Seen(1, 0.01)), kMillion / 1.15, 1e-6);
  pacing->Learn(Tick(1, 1e5, 0));
  PlanAt(*pacing, 2);
  EXPECT_EQ(SignalsOf(*pacing, 1)[0], 20);
}

/// The exponents that pid plans after these eCPCs, in steps; 10 is wanted.
std::vector<double> Exponents(const Params& gains,
                              const std::vector<double>& ecpcs) {
  Params params = {{"base_bid_micros", {1000}, ""},
                   {"base_click_rate", {0.01}, ""},
                   {"reference_ecpc_micros", {10000}, ""}};
  params.insert(params.end(), gains.begin(), gains.end());
  const auto pid = NewStrategy("pid", params, ViewFacts());
  std::vector<double> exponents;
  double cost = 0;
  for (uint32_t tick = 0; tick < ecpcs.size(); ++tick) {
    pid->Learn(Tick(tick, (ecpcs[tick] - cost) / 1000, 0));
    cost = ecpcs[tick];
    PlanAt(*pid, tick + 1);
    exponents.push_back(SignalsOf(*pid, 2)[1]);
  }
  return exponents;
}

TEST(Pid, GoesThroughTheWorkedErrors) {
  // Errors 2, 1, -.5.
  const auto got = Exponents(
      {{"p", {0.02}, ""}, {"i", {0.005}, ""}, {"d", {0.01}, ""}}, {8, 9, 10.5});
  const std::vector<double> wanted = {0.05, 0.025, -0.0125};
  const std::vector<double> gains = {1.051271, 1.025315, 0.987578};
  for (size_t i = 0; i < wanted.size(); ++i) {
    EXPECT_NEAR(got[i], wanted[i], 1e-9);
    EXPECT_NEAR(std::exp(got[i]), gains[i], 1e-6);
  }
}

TEST(Pid, IsAWaterLevelControllerWithoutPAndD) {
  const auto got = Exponents(
      {{"p", {0}, ""}, {"i", {0.03}, ""}, {"d", {0}, ""}}, {8, 9, 10.5});
  EXPECT_NEAR(got[0], 0.06, 1e-9);
  EXPECT_NEAR(got[1], 0.06 + 0.03, 1e-9);
  EXPECT_NEAR(got[2], 0.06 + 0.03 - 0.015, 1e-9);
}

}  // namespace
}  // namespace souk::tests
