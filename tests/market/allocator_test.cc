#include "market/contracts/allocator.h"

#include <gtest/gtest.h>

#include "tests/support/allocation_problems.h"

namespace souk::market {
namespace {

using test::Edge;
using test::OwnedProblem;
using test::OwnedType;

TEST(EligibleSupply, CountsSlotsThatContractsMayTake) {
  const std::vector<double> slots = {0.5, 0.25};
  const OwnedProblem problem(
      {{.demand = 1}, {.demand = 1, .usable = 0.5}, {.demand = 1}},
      {{100, slots, {Edge(0), Edge(1, 0.5)}}, {40, slots, {Edge(0, 0.25)}}});
  EXPECT_EQ(EligibleSupply(problem.view()),
            (std::vector<double>{82.5, 18.75, 0}));
}

TEST(ServiceOrder, IsTierThenContentionThenDemandThenPosition) {
  const OwnedProblem problem(
      {{.demand = 10, .tier = 1},
       {.demand = 30},
       {.demand = 20},
       {.demand = 20},
       {.demand = 0},
       {.demand = 40, .tier = 1},
       {.demand = 1}},
      {{100,
        {1},
        {Edge(0), Edge(1), Edge(2, 0.5), Edge(3, 0.5), Edge(4), Edge(5)}}});
  // 6 has no supply, 2 and 3 want 0.4 of theirs, 1 wants 0.3, 4 nothing.
  EXPECT_EQ(ServiceOrder(problem.view()),
            (std::vector<uint32_t>{6, 3, 1, 2, 4, 5, 0}));
}

TEST(ServiceOrder, GoesByDemandIfContentionIsEqual) {
  const OwnedProblem problem(
      {{.demand = 25}, {.demand = 50}},
      {{100, {1}, {Edge(0), Edge(1)}}, {100, {1}, {Edge(1)}}});
  EXPECT_EQ(ServiceOrder(problem.view()), (std::vector<uint32_t>{1, 0}));
}

TEST(ServiceOrder, OfNobodyIsEmpty) {
  EXPECT_TRUE(ServiceOrder({}).empty());
  EXPECT_TRUE(EligibleSupply({}).empty());
}

std::vector<double> Repaired(const OwnedType& type,
                             std::vector<double> shares) {
  RepairShares(type.view(), shares);
  return shares;
}

TEST(RepairShares, DividesColumnsThenRows) {
  // Columns 1 > 0.5 and 1.2 > 1; then the first row, 0.25 + 1.
  EXPECT_EQ(Repaired({1, {0.5, 1}, {Edge(0), Edge(1)}}, {0.5, 1.2, 0.5, 0}),
            (std::vector<double>{0.2, 0.8, 0.25, 0}));
}

TEST(RepairShares, LeavesAPlanThatHoldsAlone) {
  const std::vector<double> plan = {0.25, 0.5, 0.125, 0.25};
  EXPECT_EQ(Repaired({1, {0.5, 1}, {Edge(0), Edge(1)}}, plan), plan);
}

TEST(RepairShares, EmptiesAClosedSlot) {
  EXPECT_EQ(Repaired({1, {0}, {Edge(0)}}, {0.3}), (std::vector<double>{0}));
}

TEST(RepairShares, StopsAtAPlanOfAnotherSize) {
  std::vector<double> shares = {0.3};
  EXPECT_DEATH(RepairShares({}, shares), "has 1 shares");
}

/// Has neither way.
class Idle final : public ContractAllocator {
  ContractPlan Plan(const AllocationProblem&,
                    const ContractPlan*) const override {
    return {};
  }
};

TEST(ContractAllocator, StopsWhenItIsAskedTheWrongWay) {
  const Idle idle;
  const ContractAllocator& allocator = idle;
  EXPECT_DEATH(allocator.Shares({}, {}, {}), "scores page views");
  EXPECT_DEATH((void)allocator.Score({}, {}), "scores no page views");
  ContractDual dual{.alpha = 0.25};
  allocator.Adjust({.planned = 10}, dual);
  EXPECT_EQ(dual.alpha, 0.25);
}

}  // namespace
}  // namespace souk::market
