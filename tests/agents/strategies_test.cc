// Each strategy's own rule, worked by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::LineFacts;
using market::Charge;
using market::Money;
using market::TickTime;

market::Observation Seen(double click_rate, double conversion_rate) {
  market::Observation seen;
  seen.click_rate = click_rate;
  seen.conversion_rate = conversion_rate;
  return seen;
}

double FirstBid(const std::string& name, const Params& params,
                const LineFacts& facts, const market::Observation& seen) {
  return NewStrategy(name, params, facts)
      ->Plan({TickTime{0, 48}, facts.daily_budget})(seen);
}

LineFacts Valued(Charge charge, double click, double conversion) {
  return {charge, click, conversion, market::kNoLimit, 48};
}

TEST(Fixed, BidsItsAmountWhateverItSees) {
  EXPECT_EQ(FirstBid("fixed", {{"bid_micros", {1500}, ""}}, {}, Seen(0, 0)),
            1500);
  EXPECT_EQ(FirstBid("fixed", {{"bid_micros", {1500}, ""}}, {}, Seen(1, 1)),
            1500);
}

TEST(Truthful, BidsTheValueOfTheChargedEvent) {
  const auto seen = Seen(0.5, 0.25);
  EXPECT_EQ(FirstBid("truthful", {}, Valued(Charge::kView, 80, 400), seen),
            80 * 0.5 + 400 * 0.5 * 0.25);
  EXPECT_EQ(FirstBid("truthful", {}, Valued(Charge::kClick, 80, 400), seen),
            80 + 400 * 0.25);
  EXPECT_EQ(FirstBid("truthful", {}, Valued(Charge::kConversion, 0, 400), seen),
            400);
}

TEST(Truthful, ShadesByAConstant) {
  EXPECT_EQ(FirstBid("truthful", {{"shade", {0.5}, ""}},
                     Valued(Charge::kClick, 80, 0), Seen(0.5, 0)),
            40);
}

TEST(Truthful, RefusesToValueClicksThatComeWithoutConversion) {
  EXPECT_EQ(StrategyFault("truthful", {}, Valued(Charge::kConversion, 80, 0)),
            "truthful: value_per_click_micros = 80 with charge CONVERSION, but "
            "only conversions are paid for: it must be 0 (put the value into "
            "value_per_conversion_micros)");
}

TEST(Linear, BidsTheBaseBidAtTheAverageRate) {
  const Params params = {{"base_bid_micros", {70500}, ""},
                         {"average_click_rate", {0.25}, ""}};
  EXPECT_EQ(FirstBid("linear", params, ViewFacts(), Seen(0.25, 0)), 70500);
  EXPECT_EQ(FirstBid("linear", params, ViewFacts(), Seen(0.5, 0)), 141000);
}

TEST(Linear, RoundsDownToWholeSteps) {
  const Params params = {{"base_bid_micros", {70500}, ""},
                         {"train_clicks", {1}, ""},
                         {"train_impressions", {4}, ""},
                         {"step_micros", {1000}, ""}};
  EXPECT_EQ(FirstBid("linear", params, ViewFacts(), Seen(0.25, 0)), 70000);
}

TEST(Linear, NeedsExactlyOneAverage) {
  const Params base = {{"base_bid_micros", {70500}, ""}};
  EXPECT_EQ(StrategyFault("linear", base, ViewFacts()),
            "linear: average_click_rate = 0, train_clicks = 0, "
            "train_impressions = 0; either average_click_rate is at least "
            "1e-12 and the others are 0, or it is 0 and 0 < train_clicks <= "
            "train_impressions");
  Params both = base;
  both.push_back({"average_click_rate", {0.1}, ""});
  both.push_back({"train_clicks", {1}, ""});
  both.push_back({"train_impressions", {10}, ""});
  EXPECT_NE(StrategyFault("linear", both, ViewFacts()), "");
}

TEST(Linear, BidsForViewsOnly) {
  const Params params = {{"base_bid_micros", {70500}, ""},
                         {"average_click_rate", {0.25}, ""}};
  EXPECT_EQ(StrategyFault("linear", params, Valued(Charge::kClick, 1, 0)),
            "linear: bids for one view, but charge is CLICK; it must be VIEW");
}

TEST(Mcpc, BidsTheCostPerClickTimesTheRate) {
  EXPECT_EQ(FirstBid("mcpc", {{"max_cpc_micros", {9000}, ""}}, ViewFacts(),
                     Seen(0.25, 0)),
            2250);
  EXPECT_EQ(FirstBid("mcpc",
                     {{"train_cost_micros", {90000}, ""},
                      {"train_clicks", {10}, ""},
                      {"step_micros", {1000}, ""}},
                     ViewFacts(), Seen(0.25, 0)),
            2000);
}

TEST(Mcpc, NeedsExactlyOneCostPerClick) {
  EXPECT_EQ(StrategyFault("mcpc", {}, ViewFacts()),
            "mcpc: max_cpc_micros = 0, train_cost_micros = 0, train_clicks = "
            "0; either max_cpc_micros is above 0 and the others are 0, or it "
            "is 0 and both others are above 0");
}

Params TinyTable() {
  return {{"price_counts", {0, 3, 2, 1}, ""},
          {"price_step_micros", {1000}, ""},
          {"horizon", {4}, ""},
          {"average_click_rate", {0.05}, ""}};
}

LineFacts Budgeted(int64_t micros) {
  LineFacts facts = ViewFacts();
  facts.daily_budget = Money(micros);
  return facts;
}

TEST(Rlb, NeedsADailyBudget) {
  EXPECT_EQ(StrategyFault("rlb", TinyTable(), ViewFacts()),
            "rlb: needs a daily budget, but its advertiser has none; give it "
            "daily_budget_micros");
  EXPECT_EQ(
      StrategyFault("ss_mdp", TinyTable(), ViewFacts()),
      "ss_mdp: needs a daily budget, but its advertiser has none; give it "
      "daily_budget_micros");
}

TEST(Rlb, RefusesATableAboveOneGibibyte) {
  Params params = TinyTable();
  params[2].value = {1e6};
  EXPECT_EQ(StrategyFault("rlb", params, Budgeted(1000000000)),
            "rlb: a value table of horizon = 1000000 by 1000000 price steps of "
            "budget takes 7629403 MiB, at most 1024 are allowed; lower "
            "horizon or raise price_step_micros");
}

market::Observation At(uint64_t page_views, double remaining) {
  market::Observation seen = Seen(0.05, 0);
  seen.page_views_today = page_views;
  seen.remaining_micros = remaining;
  return seen;
}

TEST(Rlb, SpendsWhatIsLeftInTheLastAuction) {
  const auto rlb = NewStrategy("rlb", TinyTable(), Budgeted(5000));
  const auto bid = rlb->Plan({TickTime{0, 1}, Money(5000)});
  EXPECT_EQ(bid(At(3, 2999)), 2000) << "whole steps of what is left";
  EXPECT_EQ(bid(At(3, 9000)), 3000) << "the highest price seen";
  EXPECT_EQ(bid(At(1000, 2000)), 2000) << "later than planned: as the last";
  EXPECT_EQ(bid(At(0, 0)), 0);
  EXPECT_LT(bid(At(0, 3000)), 3000) << "saves with three auctions to come";
}

TEST(Rlb, CountsAuctionsByTheShareOfTheCell) {
  const auto rlb = NewStrategy("rlb", TinyTable(), Budgeted(5000));
  const auto bid = rlb->Plan({TickTime{0, 1}, Money(5000)});
  market::Observation half = At(1, 2000);
  half.cell_share = 0.5;
  EXPECT_EQ(bid(half), bid(At(3, 2000)));
}

TEST(Rlb, BidsMoreForABetterPageViewAndSsMdpDoesNot) {
  for (const std::string name : {"rlb", "ss_mdp"}) {
    const auto strategy = NewStrategy(name, TinyTable(), Budgeted(5000));
    const auto bid = strategy->Plan({TickTime{0, 1}, Money(5000)});
    market::Observation good = At(0, 3000);
    good.click_rate = 1;
    market::Observation bad = At(0, 3000);
    bad.click_rate = 0;
    if (name == "rlb") {
      EXPECT_EQ(bid(good), 3000);
      EXPECT_EQ(bid(bad), 0);
    } else {
      EXPECT_EQ(bid(good), bid(bad));
    }
  }
}

Params Auctionnet() {
  return {{"start", {15}, ""},
          {"low_ratio", {0.7}, ""},
          {"high_ratio", {1.1}, ""},
          {"up_factor", {1.2}, ""},
          {"down_factor", {0.7}, ""}};
}

double Coefficient(const agents::Strategy& strategy) {
  double coefficient = 0;
  strategy.Signals({&coefficient, 1});
  return coefficient;
}

/// Plans ticks first, first + 1, ... with these amounts left.
std::vector<double> Coefficients(agents::Strategy& pacer, uint32_t first,
                                 const std::vector<int64_t>& remaining) {
  std::vector<double> coefficients;
  for (const int64_t left : remaining) {
    pacer.Plan({TickTime{first++, 48}, Money(left)});
    coefficients.push_back(Coefficient(pacer));
  }
  return coefficients;
}

TEST(BudgetPacer, GoesThroughTheWorkedSteps) {
  const auto pacer = NewStrategy("budget_pacer", Auctionnet(), Budgeted(3000));
  const auto got = Coefficients(*pacer, 0, {3000, 2980, 2920, 2830});
  ASSERT_EQ(got.size(), 4U);
  EXPECT_DOUBLE_EQ(got[0], 15);
  EXPECT_DOUBLE_EQ(got[1], 18) << "ratio .315436: slow";
  EXPECT_DOUBLE_EQ(got[2], 18) << "ratio .945205: keeps";
  EXPECT_DOUBLE_EQ(got[3], 12.6) << "ratio 1.431095: fast";
}

TEST(BudgetPacer, StartsEveryDayAnew) {
  const auto pacer = NewStrategy("budget_pacer", Auctionnet(), Budgeted(3000));
  EXPECT_EQ(Coefficients(*pacer, 46, {3000, 3000, 3000}),
            (std::vector<double>{18, 18 * 1.2, 15}));
}

TEST(BudgetPacer, KeepsStillWhenTheBudgetIsGone) {
  const auto pacer = NewStrategy("budget_pacer", Auctionnet(), Budgeted(3000));
  EXPECT_EQ(Coefficients(*pacer, 0, {3000, 0, 0}),
            (std::vector<double>{15, 15, 15}));
}

TEST(BudgetPacer, IsTruthfulWithoutABudget) {
  LineFacts facts = Valued(Charge::kClick, 80, 0);
  const auto pacer = NewStrategy("budget_pacer", {}, facts);
  for (uint32_t tick = 0; tick < 100; ++tick) {
    const auto bid = pacer->Plan({TickTime{tick, 48}, market::kNoLimit});
    ASSERT_EQ(bid(Seen(0.1, 0)), 80);
  }
}

TEST(BudgetPacer, StaysBetweenItsBounds) {
  Params params = Auctionnet();
  params.push_back({"max_coefficient", {20}, ""});
  const auto pacer = NewStrategy("budget_pacer", params, Budgeted(3000));
  EXPECT_EQ(Coefficients(*pacer, 0, {3000, 3000, 3000}).back(), 20);
}

TEST(BudgetPacer, RefusesRulesThatContradictThemselves) {
  EXPECT_EQ(StrategyFault("budget_pacer", {{"low_ratio", {2}, ""}}, {}),
            "budget_pacer: low_ratio = 2 must not be above high_ratio = 1.45");
  EXPECT_EQ(StrategyFault("budget_pacer", {{"max_coefficient", {0.5}, ""}}, {}),
            "budget_pacer: start = 1 must lie in [min_coefficient, "
            "max_coefficient] = [1e-06, 0.5]");
}

Params Controller() {
  return {{"base_bid_micros", {50000}, ""},
          {"base_click_rate", {0.01}, ""},
          {"reference_ecpc_micros", {100000}, ""},
          {"p", {0.01}, ""},
          {"i", {0.001}, ""},
          {"d", {0.002}, ""},
          {"first_bid_micros", {77000}, ""}};
}

market::Feedback Spent(int64_t micros, int64_t clicks) {
  market::Feedback feedback;
  feedback.tally.spend = Money(micros);
  feedback.tally.clicks = clicks;
  feedback.remaining_today = market::kNoLimit;
  return feedback;
}

TEST(Pid, ControlsByTheErrorInSteps) {
  const auto pid = NewStrategy("pid", Controller(), ViewFacts());
  EXPECT_EQ(pid->Plan({TickTime{0, 48}, market::kNoLimit})(Seen(0.5, 0)),
            77000);
  pid->Learn(Spent(120000, 1));  // ecpc 60, error 40
  const auto second = pid->Plan({TickTime{1, 48}, market::kNoLimit});
  const double phi = 0.01 * 40 + 0.001 * 40;
  EXPECT_NEAR(second(Seen(0.0205, 0)), 102000 * std::exp(phi), 1e-6)
      << "102.5 base steps are rounded down before control";
  pid->Learn(Spent(300000, 1));  // ecpc 140, error -40
  pid->Plan({TickTime{2, 48}, market::kNoLimit});
  double signals[2];
  pid->Signals(signals);
  EXPECT_DOUBLE_EQ(signals[0], 140);
  EXPECT_DOUBLE_EQ(signals[1], 0.01 * -40 + 0.001 * 0 + 0.002 * (60 - 140));
}

TEST(Pid, BidsNoLessThanItsMinimumAfterTheFirstTick) {
  const auto pid = NewStrategy("pid", Controller(), ViewFacts());
  pid->Learn(Spent(0, 0));
  EXPECT_EQ(pid->Plan({TickTime{1, 48}, market::kNoLimit})(Seen(0, 0)), 5000);
}

TEST(Pid, RefusesAnEmptyRangeOfPhi) {
  Params params = Controller();
  params.push_back({"min_phi", {6}, ""});
  EXPECT_EQ(StrategyFault("pid", params, ViewFacts()),
            "pid: min_phi = 6 must not be above max_phi = 5");
}

TEST(Strategies, AreListedByName) {
  const auto names = market::MemberNames(agents::Strategies());
  EXPECT_TRUE(std::ranges::is_sorted(names));
}

TEST(Strategies, DeclareEverythingForPeople) {
  for (const auto& entry : agents::Strategies()) {
    EXPECT_NE(entry.help, "") << entry.name;
    for (const auto& spec : entry.params) {
      EXPECT_NE(spec.help, "") << entry.name << "." << spec.name;
      EXPECT_LT(spec.min, spec.max) << entry.name << "." << spec.name;
    }
  }
}

}  // namespace
}  // namespace souk::tests
