// Planning at the size of a platform: rounds, time and memory, and the solver's
// time beside it on a size that both can do.
#include <gtest/gtest.h>
#include <malloc.h>

#include <chrono>
#include <optional>

#include "agents/contract_optimum.h"
#include "market/random.h"
#include "market/vector_math.h"
#include "tests/support/allocators.h"

namespace souk::test {
namespace {

struct Size {
  uint32_t types = 0;
  uint32_t contracts = 0;
  double density = 0;  ///< of edges
};

/// Page views and demands of very different sizes, LogNormal(0, 1); four slots
/// of shares 0.5 to 0.8, of which contracts ask for 0.9 together.
OwnedProblem Platform(const Size& size) {
  const market::Stream stream(5, 0, market::Purpose::kTest);
  std::vector<OwnedType> types(size.types);
  double supply = 0;
  for (uint32_t i = 0; i < size.types; ++i) {
    OwnedType& type = types[i];
    type.page_views = 100 * market::Exp(stream.Normal(i, 0, 0));
    type.slot_share = {0.5, 0.6, 0.7, 0.8};
    type.slot_weight = {1, 0.8, 0.64, 0.512};
    supply += 2.6 * type.page_views;
    for (uint32_t j = 0; j < size.contracts; ++j) {
      if (!stream.Bernoulli(size.density, i, 1, j)) continue;
      type.edges.push_back({j, 0.02 + 0.06 * stream.Uniform(i, 2, j), 1});
    }
  }
  std::vector<market::ContractDemand> contracts(size.contracts);
  double wanted = 0;
  for (uint32_t j = 0; j < size.contracts; ++j) {
    contracts[j].demand = market::Exp(stream.Normal(j, 3, 0));
    wanted += contracts[j].demand;
  }
  for (auto& one : contracts) one.demand *= 0.9 * supply / wanted;
  return {contracts, types};
}

size_t Edges(const OwnedProblem& problem) {
  size_t edges = 0;
  for (const OwnedType& type : problem.types()) edges += type.edges.size();
  return edges;
}

double Seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
      .count();
}

TEST(SlowPlanScale, TenThousandTypesAndAThousandContracts) {
  const OwnedProblem problem = Platform({10000, 1000, 0.01});
  const auto joint = AllocatorNamed("multi_slot_joint");
  market::ContractPlan plan;
  const double seconds =
      Seconds([&] { plan = joint->Plan(problem.view(), nullptr); });
  const auto figures = agents::FiguresOf(
      problem.view(), agents::SharesOf(problem.view(), *joint, plan));
  std::printf(
      "%zu edges, %u rounds to a violation of %.1e in %.2f s, fulfilment "
      "%.5f\n",
      Edges(problem), plan.rounds, plan.worst_violation, seconds,
      figures.fulfilment);
  EXPECT_LT(plan.worst_violation, 1e-3);
  EXPECT_LE(plan.rounds, 500U);
  EXPECT_GT(figures.fulfilment, 0.9);
}

TEST(SlowPlanScale, MemoryGrowsWithEdges) {
  std::vector<double> bytes;
  for (const uint32_t types : {2500U, 5000U, 10000U}) {
    const OwnedProblem problem = Platform({types, 1000, 0.01});
    const auto joint =
        AllocatorNamed("multi_slot_joint", {{"rounds", {1}, ""}});
    const size_t before = mallinfo2().uordblks;
    market::ContractPlan plan;
    size_t most = before;
    market::AllocationProblem view = problem.view();
    // Shards are at work when they are called: all of the planner is there.
    view.side_by_side = [&](size_t n, const std::function<void(size_t)>& task) {
      for (size_t i = 0; i < n; ++i) task(i);
      most = std::max(most, size_t{mallinfo2().uordblks});
    };
    plan = joint->Plan(view, nullptr);
    bytes.push_back(static_cast<double>(most - before) /
                    static_cast<double>(Edges(problem)));
    std::printf("%zu edges: %.0f bytes an edge\n", Edges(problem),
                bytes.back());
  }
  EXPECT_LT(bytes.back(), 1.2 * bytes.front());
  EXPECT_LT(bytes.back(), 600);
}

TEST(SlowPlanScale, TheSolverTakesLonger) {
  const OwnedProblem problem = Platform({1000, 100, 0.1});
  const auto joint =
      AllocatorNamed("multi_slot_joint", {{"click_weight", {0}, ""}});
  market::ContractPlan plan;
  const double ours =
      Seconds([&] { plan = joint->Plan(problem.view(), nullptr); });
  std::optional<agents::ContractOptimum> optimum;
  const double solver = Seconds([&] {
    optimum =
        agents::SolveContracts(problem.view(), agents::Aim::kEvenness).value();
  });
  const auto figures = agents::FiguresOf(
      problem.view(), agents::SharesOf(problem.view(), *joint, plan));
  std::printf(
      "%zu edges: joint %.3f s, solver %.3f s; objective %.1f and %.1f, "
      "fulfilment %.5f and %.5f\n",
      Edges(problem), ours, solver, figures.objective,
      optimum->figures.objective, figures.fulfilment,
      optimum->figures.fulfilment);
  EXPECT_LT(ours, solver);
  EXPECT_NEAR(figures.objective, optimum->figures.objective,
              1e-3 * optimum->figures.objective);
}

}  // namespace
}  // namespace souk::test
