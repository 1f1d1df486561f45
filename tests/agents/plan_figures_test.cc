#include "agents/plan_figures.h"

#include <gtest/gtest.h>

#include "tests/support/allocation_problems.h"

namespace souk::agents {
namespace {

using test::Edge;
using test::OwnedProblem;

// Spec T1.3: the optimum of SHALE, and what HWM makes of the same.
OwnedProblem ThreeTypes() {
  return OwnedProblem({{.demand = 140}, {.demand = 100}},
                      {{.page_views = 100, .edges = {Edge(0)}},
                       {.page_views = 100, .edges = {Edge(0), Edge(1)}},
                       {.page_views = 100, .edges = {Edge(1)}}});
}

TEST(PlanFigures, AreThoseOfShale) {
  const OwnedProblem problem = ThreeTypes();
  const double low = 0.35 / 0.6;
  const PlanFigures best =
      FiguresOf(problem.view(), {{1.4 - low}, {low, 1 - low}, {low}});
  EXPECT_NEAR(best.nonrep, 1.9444 + 1.3889, 1e-4);
  EXPECT_NEAR(best.shortage, 0, 1e-9);
  EXPECT_NEAR(best.fulfilment, 1, 1e-12);
  const PlanFigures hwm = FiguresOf(problem.view(), {{0.7}, {0.7, 0.3}, {0.7}});
  EXPECT_NEAR(hwm.nonrep, 8, 1e-9);
  EXPECT_NEAR(hwm.objective, 8, 1e-9);
}

TEST(PlanFigures, ChargeThePenaltyOfWhatIsMissing) {
  const OwnedProblem problem(
      {{.demand = 50, .penalty = 3, .usable = 0.5}, {.demand = 10}},
      {{.page_views = 200,
        .slot_share = {0.5, 0, 0.5},
        .edges = {{0, 0.1, 0.5}, {1, 0.2, 1}},
        .slot_weight = {1, 0.5, 0.25}}});
  // Pages and theta c: 50 and 0.5 for the first one, 200 and 0.025.
  const PlanFigures figures =
      FiguresOf(problem.view(), {{0.4, 0, 0.2, 0.05, 0, 0}});
  EXPECT_DOUBLE_EQ(figures.demand, 60);
  EXPECT_DOUBLE_EQ(figures.shortage, 50 - 30);
  EXPECT_DOUBLE_EQ(figures.shortage_cost, 60);
  EXPECT_DOUBLE_EQ(figures.fulfilment, 40 / 60.0);
  EXPECT_DOUBLE_EQ(figures.click_rate,
                   (20 * 0.1 + 10 * 0.1 * 0.25 + 10 * 0.2) / 40);
  EXPECT_NEAR(figures.nonrep, 5 + 5, 1e-12);
  EXPECT_NEAR(figures.objective, 70, 1e-12);
}

TEST(PlanFigures, OfNothingAreThoseOfAPlanThatOwesNothing) {
  const OwnedProblem nothing({}, {});
  EXPECT_EQ(FiguresOf(nothing.view(), {}).fulfilment, 1);
  const OwnedProblem no_supply({{.demand = 5}}, {});
  const PlanFigures figures = FiguresOf(no_supply.view(), {});
  EXPECT_EQ(figures.fulfilment, 0);
  EXPECT_EQ(figures.shortage_cost, 20);
}

TEST(PlanFigures, OfEveryAllocatorOfSharesStayWithinSupply) {
  const OwnedProblem problem = ThreeTypes();
  for (const market::AllocatorEntry& entry : market::Allocators()) {
    if (entry.traits.way != market::AllocatorTraits::Way::kShares) continue;
    const auto allocator =
        entry.make(market::ParamSet::Make(entry.params, {}).value()).value();
    const PlanFigures figures = FiguresOf(
        problem.view(), SharesOf(problem.view(), *allocator,
                                 allocator->Plan(problem.view(), nullptr)));
    EXPECT_GT(figures.fulfilment, 0.9) << entry.name;
    EXPECT_LE(figures.fulfilment, 1 + 1e-9) << entry.name;
  }
}

}  // namespace
}  // namespace souk::agents
