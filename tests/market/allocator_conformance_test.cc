// The promises of every contract allocator in the registry, and of those that
// plan shares (ShareConformance); scoring_allocators_test.cc has those of the
// others. A trait that is declared must hold; one that is not must be seen to
// fail.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/allocators.h"
#include "tests/support/random_allocations.h"

namespace souk::market {
namespace {

using test::AllShares;
using test::Edge;
using test::OwnedProblem;
using test::OwnedType;
using test::ProblemRange;
using test::RandomProblem;

constexpr uint32_t kProblems = 60;
constexpr double kTiny = 1e-9;
/// Planners that go in rounds may stop a round earlier.
constexpr double kStopped = 1e-4;

class AllocatorConformance : public testing::TestWithParam<AllocatorEntry> {
 protected:
  const AllocatorTraits& traits() const { return GetParam().traits; }
  const ContractAllocator& allocator() const { return *allocator_; }
  ContractPlan Plan(const OwnedProblem& problem,
                    const ContractPlan* last = nullptr) const {
    return allocator_->Plan(problem.view(), last);
  }
  AllShares Shares(const OwnedProblem& problem,
                   const ContractPlan& plan) const {
    return test::SharesOf(problem.view(), *allocator_, plan);
  }
  AllShares Shares(const OwnedProblem& problem) const {
    return Shares(problem, Plan(problem));
  }

 private:
  const std::shared_ptr<const ContractAllocator> allocator_ =
      test::MakeAllocator(GetParam());
};

/// Those that plan shares.
class ShareConformance : public AllocatorConformance {};

/// The largest sum of a row.
double LargestRow(const SupplyType& type, const std::vector<double>& shares) {
  const size_t slots = type.slot_share.size();
  double largest = 0;
  for (size_t s = 0; s < shares.size(); s += slots) {
    largest =
        std::max(largest, std::accumulate(&shares[s], &shares[s] + slots, 0.0));
  }
  return largest;
}

void ExpectWithinSupply(const SupplyType& type,
                        const std::vector<double>& shares) {
  const size_t slots = type.slot_share.size();
  std::vector<double> taken(slots, 0);
  for (size_t s = 0; s < shares.size(); ++s) {
    ASSERT_GE(shares[s], 0);
    taken[s % slots] += shares[s];
  }
  for (size_t k = 0; k < slots; ++k) {
    ASSERT_LE(taken[k], type.slot_share[k] + kTiny) << "slot " << k;
  }
}

void ExpectNear(const AllShares& a, const AllShares& b, double error) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) {
    ASSERT_EQ(a[i].size(), b[i].size());
    for (size_t s = 0; s < a[i].size(); ++s) {
      ASSERT_NEAR(a[i][s], b[i][s], error) << "type " << i << ", " << s;
    }
  }
}

void ExpectSameBits(const ContractPlan& a, const ContractPlan& b) {
  ASSERT_EQ(a.duals.size(), b.duals.size());
  ASSERT_EQ(a.rounds, b.rounds);
  for (size_t j = 0; j < a.duals.size(); ++j) {
    ASSERT_EQ(a.duals[j].demand, b.duals[j].demand);
    ASSERT_EQ(a.duals[j].theta, b.duals[j].theta);
    ASSERT_EQ(a.duals[j].alpha, b.duals[j].alpha);
    ASSERT_EQ(a.duals[j].second, b.duals[j].second);
    ASSERT_EQ(a.duals[j].rank, b.duals[j].rank);
  }
}

// --- plans

TEST_P(AllocatorConformance, SameProblemSameBits) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.tiers = 2}, p);
    ExpectSameBits(Plan(problem), Plan(problem));
  }
}

TEST_P(AllocatorConformance, DualsAreNumbersAndRanksAnOrder) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.tiers = 3, .load = 1.5}, p);
    const ContractPlan plan = Plan(problem);
    ASSERT_EQ(plan.duals.size(), problem.contracts().size());
    std::vector<bool> ranked(plan.duals.size(), false);
    for (size_t j = 0; j < plan.duals.size(); ++j) {
      const ContractDual& dual = plan.duals[j];
      ASSERT_EQ(dual.demand, problem.contracts()[j].demand);
      ASSERT_TRUE(std::isfinite(dual.alpha)) << p;
      ASSERT_FALSE(std::isnan(dual.second)) << p;
      ASSERT_TRUE(dual.theta >= 0 && std::isfinite(dual.theta)) << p;
      ASSERT_LT(dual.rank, ranked.size());
      ASSERT_FALSE(ranked[dual.rank]);
      ranked[dual.rank] = true;
    }
  }
}

TEST_P(AllocatorConformance, EmptyProblemsHaveEmptyPlans) {
  EXPECT_TRUE(Plan({{}, {}}).duals.empty());
  EXPECT_TRUE(Plan({{}, {{100, {1, 0.5}}}}).duals.empty());
  const ContractPlan plan = Plan({{{.demand = 5}}, {}});
  ASSERT_EQ(plan.duals.size(), 1U);
  EXPECT_EQ(plan.duals[0].theta, 0);
  EXPECT_TRUE(std::isfinite(plan.duals[0].alpha));
}

// --- shares

TEST_P(ShareConformance, SharesKeepWithinSupply) {
  for (const double load : {0.3, 0.9, 2.0}) {
    for (uint32_t p = 0; p < kProblems; ++p) {
      const OwnedProblem problem = RandomProblem({.tiers = 2, .load = load}, p);
      const AllShares all = Shares(problem);
      for (size_t i = 0; i < all.size(); ++i) {
        ExpectWithinSupply(problem.view().supply[i], all[i]);
      }
    }
  }
}

TEST_P(ShareConformance, APageShowsAContractOnceExactlyIfPromised) {
  double largest = 0;
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.contracts = 3, .load = 2}, p);
    const AllShares all = Shares(problem);
    for (size_t i = 0; i < all.size(); ++i) {
      largest = std::max(largest, LargestRow(problem.view().supply[i], all[i]));
    }
  }
  EXPECT_EQ(largest <= 1 + kTiny, traits().one_per_page) << largest;
}

/// Every contract could live on one slot of its pages, however many others
/// are there.
OwnedProblem RoomyProblem(uint32_t index) {
  const OwnedProblem drawn = RandomProblem({.partial = false}, index);
  std::vector<OwnedType> types = drawn.types();
  for (OwnedType& type : types) std::ranges::fill(type.slot_share, 1);
  std::vector<double> pages(drawn.contracts().size(), 0);
  for (const OwnedType& type : types) {
    for (const SupplyEdge& edge : type.edges) {
      pages[edge.contract] += type.page_views;
    }
  }
  std::vector<ContractDemand> contracts = drawn.contracts();
  for (size_t j = 0; j < contracts.size(); ++j) {
    contracts[j].demand =
        0.9 * pages[j] / static_cast<double>(contracts.size());
  }
  return {std::move(contracts), std::move(types)};
}

TEST_P(ShareConformance, MeetsAllDemandWhereThatIsTrivialExactlyIfPromised) {
  double shortage = 0;
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RoomyProblem(p);
    double demand = 0;
    for (const auto& contract : problem.contracts()) demand += contract.demand;
    if (demand == 0) continue;
    shortage = std::max(
        shortage, test::Shortage(problem.view(), Shares(problem)) / demand);
  }
  EXPECT_EQ(shortage < 2e-3, traits().plans_supply) << shortage;
}

TEST_P(ShareConformance, OrderOfContractsIsIrrelevant) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.tiers = 2}, p);
    std::vector<uint32_t> place(problem.contracts().size());
    std::iota(place.rbegin(), place.rend(), 0);
    AllShares turned = Shares(Permuted(problem, place));
    for (size_t i = 0; i < turned.size(); ++i) {
      const size_t slots = problem.types()[i].slot_share.size();
      std::vector<double> back;
      for (size_t s = turned[i].size(); s > 0; s -= slots) {
        back.insert(back.end(), &turned[i][s - slots],
                    &turned[i][s - slots] + slots);
      }
      turned[i] = back;
    }
    ExpectNear(Shares(problem), turned, kTiny);
  }
}

TEST_P(ShareConformance, WhoWantsNothingGetsNothing) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem drawn = RandomProblem({}, p);
    std::vector<ContractDemand> contracts = drawn.contracts();
    contracts.front().demand = 0;
    const OwnedProblem problem(contracts, drawn.types());
    const AllShares all = Shares(problem);
    for (size_t i = 0; i < all.size(); ++i) {
      const OwnedType& type = problem.types()[i];
      if (type.edges.empty() || type.edges.front().contract != 0) continue;
      for (size_t k = 0; k < type.slot_share.size(); ++k) {
        ASSERT_EQ(all[i][k], 0) << p;
      }
    }
  }
}

TEST_P(ShareConformance, AContractWithoutSupplyIsInNobodysWay) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({}, p);
    std::vector<ContractDemand> contracts = problem.contracts();
    contracts.push_back({.demand = 50});
    const OwnedProblem more(contracts, problem.types());
    ExpectNear(Shares(problem), Shares(more), kStopped);
  }
}

/// The problem without its contracts of tier 1, who keep their places.
OwnedProblem WithoutTierOne(const OwnedProblem& problem) {
  std::vector<OwnedType> types = problem.types();
  for (OwnedType& type : types) {
    std::erase_if(type.edges, [&](const SupplyEdge& edge) {
      return problem.contracts()[edge.contract].tier == 1;
    });
  }
  return {problem.contracts(), types};
}

double TierZeroMoved(const OwnedProblem& problem, const AllShares& all,
                     const AllShares& alone) {
  double moved = 0;
  for (size_t i = 0; i < all.size(); ++i) {
    const OwnedType& type = problem.types()[i];
    const size_t slots = type.slot_share.size();
    size_t kept = 0;
    for (size_t s = 0; s < all[i].size(); ++s) {
      const uint32_t contract = type.edges[s / slots].contract;
      if (problem.contracts()[contract].tier == 1) continue;
      moved = std::max(moved, std::abs(all[i][s] - alone[i][kept++]));
    }
  }
  return moved;
}

TEST_P(ShareConformance, LaterTiersAreInNobodysWayExactlyIfPromised) {
  double moved = 0;
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.tiers = 2, .load = 1.2}, p);
    const OwnedProblem alone = WithoutTierOne(problem);
    moved =
        std::max(moved, TierZeroMoved(problem, Shares(problem), Shares(alone)));
  }
  EXPECT_EQ(moved <= kTiny, traits().respects_tiers) << moved;
}

TEST_P(ShareConformance, ATypeLooksAtItsOwnContractsOnly) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.tiers = 2}, p);
    const ContractPlan plan = Plan(problem);
    const AllShares all = Shares(problem, plan);
    for (size_t i = 0; i < all.size(); ++i) {
      const SupplyType& type = problem.view().supply[i];
      ContractPlan other = plan;
      for (ContractDual& dual : other.duals) dual.alpha = dual.second = 0.5;
      for (const SupplyEdge& edge : type.edges) {
        other.duals[edge.contract] = plan.duals[edge.contract];
      }
      std::vector<double> again(all[i].size());
      allocator().Shares(type, other.duals, again);
      ASSERT_EQ(all[i], again);
    }
  }
}

TEST_P(ShareConformance, TypesThatNobodyForecastAreServedWithinSupply) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({.load = 1.5}, p);
    const ContractPlan plan = Plan(problem);
    OwnedType stranger{0, {0.3, 1, 0.7}, {}, {1, 0.5, 0.2}};
    for (uint32_t j = 0; j < plan.duals.size(); ++j) {
      stranger.edges.push_back(Edge(j, j % 2 == 0 ? 1 : 0.5));
    }
    std::vector<double> shares(stranger.edges.size() * 3, -1);
    allocator().Shares(stranger.view(), plan.duals, shares);
    ExpectWithinSupply(stranger.view(), shares);
  }
}

TEST_P(ShareConformance, AWarmPlanIsAPlan) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem before = RandomProblem({.load = 0.5}, p);
    std::vector<ContractDemand> contracts = before.contracts();
    for (ContractDemand& contract : contracts) contract.demand *= 1.5;
    const OwnedProblem now(contracts, before.types());
    const ContractPlan last = Plan(before);
    const ContractPlan plan = Plan(now, &last);
    ExpectSameBits(plan, Plan(now, &last));
    const AllShares all = Shares(now, plan);
    for (size_t i = 0; i < all.size(); ++i) {
      ExpectWithinSupply(now.view().supply[i], all[i]);
    }
  }
}

TEST_P(ShareConformance, ScoresNothing) {
  EXPECT_DEATH((void)allocator().Score({}, {}), "scores no page views");
}

INSTANTIATE_TEST_SUITE_P(Every, AllocatorConformance,
                         testing::ValuesIn(Allocators().begin(),
                                           Allocators().end()),
                         test::NameOfAllocator);
INSTANTIATE_TEST_SUITE_P(
    Every, ShareConformance,
    testing::ValuesIn(test::AllocatorsOfWay(AllocatorTraits::Way::kShares)),
    test::NameOfAllocator);

}  // namespace
}  // namespace souk::market
