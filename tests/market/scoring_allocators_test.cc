// The promises of every contract allocator that scores page views.
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "tests/support/allocators.h"
#include "tests/support/random_allocations.h"

namespace souk::market {
namespace {

using test::OwnedProblem;
using test::RandomProblem;

constexpr uint32_t kProblems = 60;

class ScoreConformance : public testing::TestWithParam<AllocatorEntry> {
 protected:
  const ContractAllocator& allocator() const { return *allocator_; }
  ContractPlan Plan(const OwnedProblem& problem) const {
    return allocator_->Plan(problem.view(), nullptr);
  }

 private:
  const std::shared_ptr<const ContractAllocator> allocator_ =
      test::MakeAllocator(GetParam());
};

TEST_P(ScoreConformance, HasNoShares) {
  EXPECT_DEATH(allocator().Shares({}, {}, {}), "has no shares");
}

TEST_P(ScoreConformance, OrderOfContractsIsIrrelevant) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const OwnedProblem problem = RandomProblem({}, p);
    const size_t contracts = problem.contracts().size();
    std::vector<uint32_t> place(contracts);
    std::iota(place.rbegin(), place.rend(), 0);
    const ContractPlan plan = Plan(problem);
    const ContractPlan turned = Plan(Permuted(problem, place));
    for (size_t j = 0; j < contracts; ++j) {
      const PlacementOffer offer{0.05, 0.8, 0.1};
      ASSERT_NEAR(allocator().Score(offer, plan.duals[j]),
                  allocator().Score(offer, turned.duals[contracts - 1 - j]),
                  1e-9)
          << p;
    }
  }
}

TEST_P(ScoreConformance, WhoIsBehindNeverScoresLessThanWhoIsAhead) {
  for (uint32_t p = 0; p < kProblems; ++p) {
    const ContractPlan plan = Plan(RandomProblem({}, p));
    for (const ContractDual& dual : plan.duals) {
      if (dual.demand == 0) continue;
      ContractDual behind = dual, ahead = dual;
      const double d = dual.demand;
      for (int tick = 0; tick < 20; ++tick) {
        allocator().Adjust({0.5 * d, 0.4 * d, d, 100, 0.1}, behind);
        allocator().Adjust({0.5 * d, 0.6 * d, d, 100, 0.1}, ahead);
      }
      const PlacementOffer offer{0.05, 0.8, 0.1};
      const double score = allocator().Score(offer, behind);
      ASSERT_TRUE(std::isfinite(score));
      ASSERT_GT(score, allocator().Score(offer, ahead));
    }
  }
}

GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ScoreConformance);
INSTANTIATE_TEST_SUITE_P(
    Every, ScoreConformance,
    testing::ValuesIn(test::AllocatorsOfWay(AllocatorTraits::Way::kScores)),
    test::NameOfAllocator);

}  // namespace
}  // namespace souk::market
