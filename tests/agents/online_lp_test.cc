// The cost table by hand, and the strategy that bids from one.
#include <gtest/gtest.h>

#include "agents/strategies/cost_table.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::CostTable;
using agents::CostTableRules;
using agents::PricedView;
using market::Money;
using market::TickTime;

/// p and smoothing add up to 1/2: alpha is twice the price.
CostTableRules Rules() {
  return {.ticks = 3,
          .smoothing = 0.25,
          .least_price = 1,
          .weight = 1,
          .cost_step = 10,
          .most_cost = 60};
}

const std::vector<PricedView>& Log() {
  static const std::vector<PricedView> rows = {
      {0, 0.25, 30}, {2, 0.25, 6}, {1, 0.25, 4}, {0, 0.25, 7},
      {1, 0.25, 20}, {0, 0, 5},    {2, 0.25, 1}, {2, 0.25, 8},
  };
  return rows;
}

std::vector<double> Flat(std::span<const CostTable::Point> points) {
  std::vector<double> flat;
  for (const auto& point : points) {
    flat.push_back(point.cost);
    flat.push_back(point.alpha);
  }
  return flat;
}

TEST(CostTable, KeepsAPointPerStepOfCost) {
  const CostTable table(Log(), Rules());
  // 4 6 7 8 20 30, cumulative 4 10 17 25 45 75.
  EXPECT_EQ(Flat(table.points(0)),
            (std::vector<double>{10, 12, 25, 16, 45, 40}))
      << "17 is less than a step beyond 10, 75 is beyond the most";
  EXPECT_EQ(Flat(table.points(1)), (std::vector<double>{10, 12, 38, 40}));
  EXPECT_EQ(Flat(table.points(2)), (std::vector<double>{14, 16}));
}

TEST(CostTable, GivesTheFirstPointThatCostsMore) {
  const CostTable table(Log(), Rules());
  EXPECT_EQ(table.AlphaFor(0, 0), 12);
  EXPECT_EQ(table.AlphaFor(0, 9.5), 12);
  EXPECT_EQ(table.AlphaFor(0, 10), 16);
  EXPECT_EQ(table.AlphaFor(0, 44), 40);
  EXPECT_EQ(table.AlphaFor(0, 45), std::nullopt);
  EXPECT_EQ(table.AlphaFor(3, 0), std::nullopt);
  EXPECT_EQ(CostTable().AlphaFor(0, 0), std::nullopt);
}

TEST(CostTable, WeighsEveryRow) {
  CostTableRules rules = Rules();
  rules.weight = 8;
  const CostTable table(Log(), rules);
  EXPECT_EQ(Flat(table.points(2)), (std::vector<double>{48, 12}));
}

TEST(CostTable, IsMadeAgainFromItsTriples) {
  const CostTable table(Log(), Rules());
  EXPECT_EQ(table.Triples(),
            (std::vector<double>{0, 10, 12, 0, 25, 16, 0, 45, 40, 1, 10, 12, 1,
                                 38, 40, 2, 14, 16}));
  const CostTable again = CostTable::FromTriples(table.Triples(), 3);
  for (uint32_t tick = 0; tick < 3; ++tick) {
    EXPECT_EQ(Flat(again.points(tick)), Flat(table.points(tick)));
  }
}

TEST(CostTable, IsSavedWhole) {
  const CostTable table(Log(), Rules());
  market::ArchiveWriter out;
  table.Save(out);
  CostTable loaded;
  market::ArchiveReader in(out.bytes());
  loaded.Load(in);
  EXPECT_TRUE(in.done());
  for (uint32_t tick = 0; tick < 3; ++tick) {
    EXPECT_EQ(Flat(loaded.points(tick)), Flat(table.points(tick)));
  }
}

/// A target of 1000; three ticks a day.
agents::LineFacts Facts() {
  agents::LineFacts facts = ViewFacts();
  facts.target_cpa_micros = 1000;
  facts.daily_budget = Money(1000);
  facts.ticks_per_day = 3;
  return facts;
}

Params SmallSteps() {
  return {{"watch_share", {0.5}, ""},
          {"cost_step_micros", {100}, ""},
          {"most_cost_micros", {20000}, ""},
          {"smoothing", {0.1}, ""},
          {"least_price_micros", {0}, ""}};
}

/// The offer for a conversion at a tick with so much left.
double Alpha(agents::Strategy& strategy, uint32_t tick, int64_t left) {
  const auto bid = strategy.Plan({TickTime{tick, 3}, Money(left)});
  const double alpha = bid({.click_rate = 1, .conversion_rate = 1});
  double signal = 0;
  strategy.Signals({&signal, 1});
  EXPECT_EQ(signal, alpha);
  return alpha;
}

TEST(OnlineLp, OffersTheTargetOnTheFirstDayAndThenWhatYesterdaySays) {
  const auto strategy = NewStrategy("online_lp", SmallSteps(), Facts());
  for (uint32_t tick = 0; tick < 3; ++tick) {
    EXPECT_EQ(Alpha(*strategy, tick, 1000), 1000) << "tick " << tick;
    // Four auctions at alphas 200, 400, 600, 800.
    std::vector<market::AuctionSeen> seen(4);
    for (size_t i = 0; i < seen.size(); ++i) {
      seen[i].click_rate = 0.9;
      seen[i].conversion_rate = 1;
      seen[i].last_price = 200 * static_cast<double>(i + 1);
    }
    strategy->Learn({TickTime{tick, 3}, {}, Money(1000), seen});
  }
  // Every row counts twice. Tick 3: 400 800 1200, then 800 more each.
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 3, 1000), 200);
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 3, 1250), 400);
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 5, 350), 200);
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 5, 400), 400);
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 5, 2399), 600);
  EXPECT_DOUBLE_EQ(Alpha(*strategy, 5, 4000), 1000) << "no such point";
}

TEST(OnlineLp, NeverOffersMoreThanItsCap) {
  Params params = SmallSteps();
  params.push_back({"table", {0, 500, 3000, 1, 500, 700}, ""});
  const auto strategy = NewStrategy("online_lp", params, Facts());
  EXPECT_EQ(Alpha(*strategy, 0, 100), 1500);
  EXPECT_EQ(Alpha(*strategy, 1, 100), 700);
  EXPECT_EQ(Alpha(*strategy, 2, 100), 1000);
}

TEST(OnlineLp, RefusesATableThatIsNone) {
  for (const std::vector<double>& table : {std::vector<double>{0, 1},
                                           {1, 5, 5, 0, 6, 6},
                                           {0, 5, 5, 0, 5, 6},
                                           {3, 5, 5}}) {
    Params params = SmallSteps();
    params.push_back({"table", table, ""});
    EXPECT_EQ(StrategyFault("online_lp", params, Facts()),
              market::Concat("online_lp: table has ", table.size(),
                             " values; it must be triples of tick of the day "
                             "(below 3), cost and alpha, ascending by tick and "
                             "cost"));
  }
}

}  // namespace
}  // namespace souk::tests
