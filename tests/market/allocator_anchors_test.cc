// A2: random markets, on which a better allocator is seen to be better.
#include <gtest/gtest.h>

#include <cstdio>

#include "market/random.h"
#include "market/vector_math.h"
#include "tests/support/allocators.h"

namespace souk::market {
namespace {

using test::AllocatorNamed;
using test::Edge;
using test::OwnedProblem;
using test::OwnedType;

constexpr uint32_t kSeeds = 10;
constexpr uint32_t kTypes = 40;
constexpr uint32_t kContracts = 10;

/// 40 types, 10 contracts, an edge with probability 0.3, p = 10; volumes and
/// demands are lognormal, demands add up to `load` of all page views.
OwnedProblem RandomMarket(uint32_t seed, double load) {
  const Stream draws(seed, 0, Purpose::kTest);
  std::vector<OwnedType> types;
  double open = 0, wanted = 0;
  for (uint32_t i = 0; i < kTypes; ++i) {
    OwnedType type{.page_views = 1000 * Exp(draws.Normal(i, 0, 0)),
                   .slot_share = {1},
                   .edges = {},
                   .slot_weight = {1},
                   .displaced = {}};
    for (uint32_t j = 0; j < kContracts; ++j) {
      if (draws.Uniform(i, 1, j) < 0.3) type.edges.push_back(Edge(j));
    }
    open += type.page_views;
    types.push_back(std::move(type));
  }
  std::vector<ContractDemand> contracts;
  for (uint32_t j = 0; j < kContracts; ++j) {
    contracts.push_back(
        {.demand = Exp(0.5 * draws.Normal(j, 2, 0)), .penalty = 10});
    wanted += contracts.back().demand;
  }
  for (ContractDemand& contract : contracts) {
    contract.demand *= load * open / wanted;
  }
  return {std::move(contracts), std::move(types)};
}

struct Means {
  double shortage = 0;    ///< by demand
  double unevenness = 0;  ///< by demand
};

Means MeansOf(const ContractAllocator& allocator, double load) {
  Means means;
  for (uint32_t seed = 0; seed < kSeeds; ++seed) {
    const OwnedProblem problem = RandomMarket(seed, load);
    const AllocationProblem view = problem.view();
    double demand = 0, unevenness = 0;
    for (const ContractDemand& contract : view.contracts) {
      demand += contract.demand;
    }
    const test::AllShares shares =
        test::SharesOf(view, allocator, allocator.Plan(view, nullptr));
    for (const double u : test::Unevenness(view, shares)) unevenness += u;
    means.shortage += test::Shortage(view, shares) / demand / kSeeds;
    means.unevenness += unevenness / demand / kSeeds;
  }
  return means;
}

TEST(AllocatorAnchors, BetterAllocatorsLeaveLessShortage) {
  const auto shale = [](double iterations) {
    return AllocatorNamed("shale", {{"iterations", {iterations}, ""}});
  };
  const std::vector<std::shared_ptr<const ContractAllocator>> ladder = {
      AllocatorNamed("hwm", {{"order", {1}, ""}}), AllocatorNamed("hwm"),
      shale(0), shale(5), shale(20)};
  std::puts(
      "load: shortage, unevenness by demand: hwm by S, hwm by d/S, "
      "shale 0, 5, 20");
  for (const double load : {0.7, 0.85, 0.95}) {
    std::printf("%.2f:", load);
    double before = kInfinity;
    for (const auto& allocator : ladder) {
      const Means means = MeansOf(*allocator, load);
      std::printf("  %.4f, %.3f", means.shortage, means.unevenness);
      EXPECT_LE(means.shortage, before + 1e-12) << load;
      before = means.shortage;
    }
    std::puts("");
  }
}

}  // namespace
}  // namespace souk::market
