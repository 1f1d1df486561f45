// drlb: what its network computes, what it remembers, and that it learns to
// leave a wrong coefficient.
#include <gtest/gtest.h>

#include <cstdio>

#include "agents/learning/move_learner.h"
#include "tests/support/replay_days.h"
#include "tests/support/strategies.h"

namespace souk::tests {
namespace {

using agents::DayMemory;
using agents::Move;
using agents::MoveLearner;
using agents::SmallMlp;
using market::Money;
using market::Purpose;
using market::Stream;

double Loss(const SmallMlp& net, std::span<const double> inputs) {
  SmallMlp::Pass pass;
  net.Forward(inputs, pass);
  double loss = 0;
  for (size_t i = 0; i < pass.outputs().size(); ++i) {
    loss += static_cast<double>(i + 1) * pass.outputs()[i] * pass.outputs()[i];
  }
  return loss;
}

TEST(SmallMlp, GradientsAreThoseOfDifferences) {
  SmallMlp net({3, 5, 4, 2});
  net.Draw(Stream(1, 0, Purpose::kTest), 0, 0);
  for (double& value : net.parameters()) value += 0.05;
  const std::vector<double> inputs = {0.3, -0.7, 1.1};
  SmallMlp::Pass pass;
  net.Forward(inputs, pass);
  const std::vector<double> by = {2 * pass.outputs()[0], 4 * pass.outputs()[1]};
  std::vector<double> gradient(net.parameters().size(), 0);
  net.AddGradient(pass, by, gradient);
  for (size_t i = 0; i < gradient.size(); ++i) {
    double& parameter = net.parameters()[i];
    const double kept = parameter;
    parameter = kept + 1e-6;
    const double above = Loss(net, inputs);
    parameter = kept - 1e-6;
    const double below = Loss(net, inputs);
    parameter = kept;
    EXPECT_NEAR(gradient[i], (above - below) / 2e-6, 1e-5) << i;
  }
}

TEST(SmallMlp, ComputesTheSumsOfItsLayers) {
  SmallMlp net({2, 2, 1});
  // Biases, then weights by input, of each layer.
  net.parameters() = {0.5, -1, 1, 2, -3, 4, 0.25, 10, 100};
  SmallMlp::Pass pass;
  net.Forward(std::vector<double>{1, 1}, pass);
  EXPECT_EQ(pass.layers[1], (std::vector<double>{0, 5})) << "-1.5 is cut off";
  EXPECT_EQ(pass.outputs()[0], 500.25);
}

TEST(SinglePeak, IsARiseThenAFall) {
  using Values = std::vector<double>;
  EXPECT_TRUE(agents::SinglePeak(Values{1, 2, 3, 3, 2, 1, 0}));
  EXPECT_TRUE(agents::SinglePeak(Values{3, 2, 1}));
  EXPECT_TRUE(agents::SinglePeak(Values{1, 2, 3}));
  EXPECT_FALSE(agents::SinglePeak(Values{1, 2, 1, 2}));
  EXPECT_FALSE(agents::SinglePeak(Values{3, 1, 2}));
}

Move MoveIn(const DayMemory& memory, uint32_t tick, uint16_t action) {
  Move move;
  move.action = action;
  move.cell = memory.CellOf(tick, 0.55, action);
  move.last = tick == 1 ? 1 : 0;
  return move;
}

TEST(DayMemory, KeepsTheBestReturnOfADayWithTheMove) {
  DayMemory memory({.rows = 8, .ticks_per_day = 2, .actions = 3});
  memory.Add(MoveIn(memory, 0, 1));
  memory.Add(MoveIn(memory, 1, 2));
  memory.EndDay(0.4);
  memory.Add(MoveIn(memory, 0, 1));
  memory.Add(MoveIn(memory, 1, 0));
  memory.EndDay(0.9);
  memory.Add(MoveIn(memory, 0, 1));
  memory.Add(MoveIn(memory, 1, 2));
  memory.EndDay(0.1);
  EXPECT_EQ(memory.BestReturn(0), 0.9) << "the second day had it too";
  EXPECT_EQ(memory.BestReturn(1), 0.4) << "a worse day takes nothing away";
  EXPECT_EQ(memory.BestReturn(3), 0.9);
  EXPECT_EQ(memory.BestReturn(5), 0.4);
}

TEST(DayMemory, ForgetsTheOldestMovesOnly) {
  DayMemory memory({.rows = 5, .ticks_per_day = 2, .actions = 3});
  for (uint16_t day = 0; day < 3; ++day) {
    memory.Add(MoveIn(memory, 0, day));
    memory.Add(MoveIn(memory, 1, day));
    memory.EndDay(day);
  }
  ASSERT_EQ(memory.size(), 5U);
  for (size_t i = 0; i < memory.size(); ++i) {
    const Move& move = memory.move(i);
    if (move.last != 0) continue;
    EXPECT_EQ(memory.after(i).action, move.action) << "of the same day";
    EXPECT_EQ(memory.after(i).last, 1);
  }
}

TEST(MoveLearner, FindsTheMoveOfTheBetterDays) {
  const Stream stream(3, 0, Purpose::kTest);
  DayMemory memory({.rows = 64, .ticks_per_day = 2, .actions = 3});
  for (uint16_t day = 0; day < 30; ++day) {
    const auto action = static_cast<uint16_t>(day % 3);
    memory.Add(MoveIn(memory, 0, action));
    memory.Add(MoveIn(memory, 1, action));
    memory.EndDay(action == 1 ? 1 : 0.2);
  }
  MoveLearner learner({.hidden = 8, .actions = 3, .batch = 16, .rate = 5e-3},
                      stream, 0);
  for (uint32_t step = 0; step < 600; ++step) {
    learner.Step(memory, {stream, 0, step});
  }
  const auto values = learner.ValuesAt({});
  EXPECT_GT(values[1], values[0] + 0.2);
  EXPECT_GT(values[1], values[2] + 0.2);
}

/// A line that only its budget limits.
agents::LineFacts BudgetFacts(Money budget) {
  agents::LineFacts facts = ViewFacts();
  facts.value_per_conversion_micros = kWorth;
  facts.daily_budget = budget;
  facts.ticks_per_day = DayShape().ticks;
  return facts;
}

constexpr Money kDayBudget{3000000};
constexpr uint32_t kLearningDays = 60;
constexpr uint32_t kTestDays = 20;

struct Shares {
  double fixed = 0;
  double drlb = 0;
};

/// R/R* of the test days if each starts `deviation` away from its best
/// coefficient, of one agent that learnt from such days.
Shares SharesAt(double deviation) {
  std::unique_ptr<agents::Strategy> drlb;
  Shares sums;
  for (uint32_t day = 0; day < kLearningDays + kTestDays; ++day) {
    const agents::ReplayMarket market(SmallDay(day), {});
    const BestHeld best = BestHeldOf(market, kDayBudget);
    if (!drlb) {
      drlb = NewStrategy("drlb",
                         {{"start", {best.coefficient * (1 + deviation)}, ""},
                          {"carry", {0}, ""},
                          {"explore_days", {kLearningDays - 10}, ""}},
                         BudgetFacts(kDayBudget));
    }
    const double gain =
        market.Play(*drlb, kDayBudget).tally.expected_conversions;
    if (day < kLearningDays) continue;
    sums.drlb += gain / best.gain / kTestDays;
    sums.fixed +=
        HeldGain(market, best.coefficient * (1 + deviation), kDayBudget) /
        best.gain / kTestDays;
  }
  return sums;
}

TEST(SlowDrlb, LeavesACoefficientThatIsMuchTooLow) {
  for (const double deviation : {-.8, -.6}) {
    const Shares shares = SharesAt(deviation);
    std::printf("%5.2f  fixed %.3f  drlb %.3f\n", deviation, shares.fixed,
                shares.drlb);
    EXPECT_LT(shares.fixed, 0.2);
    EXPECT_GT(shares.drlb, 0.75);
  }
}

}  // namespace
}  // namespace souk::tests
