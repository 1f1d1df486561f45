// The solver's optimum: closed forms, and a floor under every allocator.
#include "agents/contract_optimum.h"

#include <gtest/gtest.h>

#include "market/random.h"
#include "tests/support/allocators.h"

namespace souk::test {
namespace {

using agents::Aim;
using agents::ContractOptimum;
using market::AllocationProblem;

ContractOptimum Solved(const AllocationProblem& problem, Aim aim) {
  auto optimum = agents::SolveContracts(problem, aim);
  EXPECT_TRUE(optimum.ok());
  return std::move(optimum).value();
}

TEST(ContractOptimum, IsTheClosedFormOfShale) {
  const OwnedProblem problem(
      {{.demand = 140, .penalty = 10}, {.demand = 100, .penalty = 10}},
      {{.page_views = 100, .edges = {Edge(0)}},
       {.page_views = 100, .edges = {Edge(0), Edge(1)}},
       {.page_views = 100, .edges = {Edge(1)}}});
  const ContractOptimum optimum = Solved(problem.view(), Aim::kEvenness);
  EXPECT_NEAR(optimum.shares[0][0], 0.816667, 1e-5);
  EXPECT_NEAR(optimum.shares[1][0], 0.583333, 1e-5);
  EXPECT_NEAR(optimum.shares[1][1], 0.416667, 1e-5);
  EXPECT_NEAR(optimum.shares[2][0], 0.583333, 1e-5);
  EXPECT_NEAR(optimum.figures.nonrep, 1.9444 + 1.3889, 1e-3);
  EXPECT_NEAR(optimum.figures.shortage, 0, 1e-5);
}

TEST(ContractOptimum, IsTheClosedFormOfSeveralSlots) {
  const OwnedProblem problem({{.demand = 90}, {.demand = 50}},
                             {{.page_views = 100,
                               .slot_share = {0.6, 0.8},
                               .edges = {Edge(0), Edge(1)}}});
  const ContractOptimum optimum = Solved(problem.view(), Aim::kEvenness);
  // Shares follow slot shares here: what is asked for is all there is.
  EXPECT_NEAR(optimum.figures.shortage, 0, 1e-4);
  for (size_t k = 0; k < 2; ++k) {
    EXPECT_NEAR(optimum.shares[0][k] + optimum.shares[0][2 + k],
                problem.types()[0].slot_share[k], 1e-5);
  }
  EXPECT_NEAR(optimum.figures.nonrep, 0, 1e-4);
}

TEST(ContractOptimum, APageCarriesAContractOnce) {
  const OwnedProblem problem(
      {{.demand = 130, .penalty = 2}},
      {{.page_views = 100, .slot_share = {1, 1}, .edges = {Edge(0)}}});
  const ContractOptimum optimum = Solved(problem.view(), Aim::kDelivery);
  EXPECT_NEAR(optimum.figures.shortage, 30, 1e-3);
  EXPECT_NEAR(optimum.figures.shortage_cost, 60, 2e-3);
}

/// 40 types, 10 contracts, edges with probability 0.3, as section 1.9's
/// instances elsewhere; `load` of the supply.
OwnedProblem Random(uint64_t seed, double load) {
  const market::Stream stream(seed, 0, market::Purpose::kTest);
  std::vector<market::ContractDemand> contracts(10);
  std::vector<OwnedType> types(40);
  double supply = 0;
  for (uint32_t i = 0; i < types.size(); ++i) {
    types[i].page_views = 50 + 100 * stream.Uniform(i, 0, 0);
    supply += types[i].page_views;
    for (uint32_t j = 0; j < contracts.size(); ++j) {
      if (stream.Bernoulli(0.3, i, 1, j)) types[i].edges.push_back(Edge(j));
    }
  }
  double wanted = 0;
  for (uint32_t j = 0; j < contracts.size(); ++j) {
    contracts[j].penalty = 10;
    contracts[j].demand = 0.5 + stream.Uniform(j, 2, 0);
    wanted += contracts[j].demand;
  }
  for (auto& one : contracts) one.demand *= load * supply / wanted;
  return {contracts, types};
}

TEST(ContractOptimum, NoAllocatorIsBetter) {
  for (uint64_t seed = 0; seed < 5; ++seed) {
    for (const double load : {0.7, 0.95}) {
      const OwnedProblem problem = Random(seed, load);
      const auto best = Solved(problem.view(), Aim::kEvenness).figures;
      const auto least = Solved(problem.view(), Aim::kDelivery).figures;
      EXPECT_LE(least.shortage_cost, best.shortage_cost + 1e-3);
      for (const auto& entry :
           AllocatorsOfWay(market::AllocatorTraits::Way::kShares)) {
        const auto allocator = MakeAllocator(entry);
        const auto plan = allocator->Plan(problem.view(), nullptr);
        const auto figures = agents::FiguresOf(
            problem.view(), agents::SharesOf(problem.view(), *allocator, plan));
        EXPECT_GE(figures.objective, best.objective * (1 - 1e-6) - 1e-6)
            << entry.name << " seed " << seed << " load " << load;
        EXPECT_GE(figures.shortage_cost, least.shortage_cost - 1e-3)
            << entry.name << " seed " << seed << " load " << load;
      }
    }
  }
}

TEST(ContractOptimum, ShaleComesCloserWithEverySweep) {
  double before = market::kInfinity;
  for (const double sweeps : {0.0, 5.0, 20.0, 200.0}) {
    double gap = 0;
    for (uint64_t seed = 0; seed < 5; ++seed) {
      const OwnedProblem problem = Random(seed, 0.7);
      const auto best = Solved(problem.view(), Aim::kEvenness).figures;
      const auto shale =
          AllocatorNamed("shale", {{"iterations", {sweeps}, ""}});
      const auto figures = agents::FiguresOf(
          problem.view(),
          agents::SharesOf(problem.view(), *shale,
                           shale->Plan(problem.view(), nullptr)));
      gap += (figures.objective - best.objective) / best.objective / 5;
    }
    std::printf("SHALE with %3.0f sweeps: %.4f above the optimum\n", sweeps,
                gap);
    EXPECT_LT(gap, before) << sweeps;
    before = gap;
  }
}

TEST(ContractOptimum, HasNothingToDoWithoutSupply) {
  const OwnedProblem problem({{.demand = 5}}, {});
  const auto optimum = Solved(problem.view(), Aim::kEvenness);
  EXPECT_EQ(optimum.figures.shortage, 5);
  // Page views, but no slot is open to contracts; and nothing is asked for.
  const OwnedProblem closed(
      {{.demand = 0}},
      {{.page_views = 100, .slot_share = {0}, .edges = {Edge(0)}}});
  EXPECT_EQ(Solved(closed.view(), Aim::kEvenness).figures.objective, 0);
}

}  // namespace
}  // namespace souk::test
