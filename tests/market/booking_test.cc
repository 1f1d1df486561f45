// What can be booked: against brute force, and in cases done by hand.
#include "market/contracts/booking.h"

#include <gtest/gtest.h>

#include "market/random.h"
#include "tests/support/allocators.h"

namespace souk::test {
namespace {

using market::AllocationProblem;
using market::ContractDemand;
using market::Money;
using market::Purpose;
using market::Stream;

/// HWM's shortage when 0.9 of the supply comes and `contract` wants `demand`.
double ShortageAt(const OwnedProblem& problem, size_t contract, double demand) {
  std::vector<ContractDemand> contracts = problem.contracts();
  contracts[contract].demand = demand;
  std::vector<OwnedType> types = problem.types();
  for (OwnedType& type : types) type.page_views *= 0.9;
  const OwnedProblem tried(contracts, types);
  const auto hwm = AllocatorNamed("hwm");
  const auto plan = hwm->Plan(tried.view(), nullptr);
  return Shortage(tried.view(), SharesOf(tried.view(), *hwm, plan));
}

bool Fits(const OwnedProblem& problem, size_t contract, int64_t demand) {
  return ShortageAt(problem, contract, static_cast<double>(demand)) < 1e-5;
}

int64_t Largest(const OwnedProblem& problem, uint32_t contract) {
  return market::LargestBooking(problem.view(), contract,
                                *AllocatorNamed("hwm"));
}

TEST(Booking, AloneAContractGetsNineTenthsOfItsSupply) {
  const OwnedProblem problem({{.demand = 1000}},
                             {{.page_views = 500, .edges = {Edge(0)}},
                              {.page_views = 300},
                              {.page_views = 201, .edges = {Edge(0, 0.5)}}});
  EXPECT_EQ(Largest(problem, 0), 540);  // of 450 + 90.45
  const OwnedProblem little({{.demand = 100.5}}, problem.types());
  EXPECT_EQ(Largest(little, 0), 100) << "no more than is asked for";
}

TEST(Booking, CountsOnWhatFrequencyCapsLeave) {
  const OwnedProblem problem({{.demand = 1000, .usable = 0.5}},
                             {{.page_views = 500, .edges = {Edge(0)}}});
  EXPECT_EQ(Largest(problem, 0), 225);
}

/// SV = 400, BV = 400, SO = 600; the second contract is SV or SO.
OwnedProblem TwoContracts(double first, double second) {
  return {{{.demand = first}, {.demand = second}},
          {{.page_views = 400, .edges = {Edge(0), Edge(1)}},
           {.page_views = 400, .edges = {Edge(0)}},
           {.page_views = 600, .edges = {Edge(1)}}}};
}

TEST(Booking, LeavesThoseBeforeWhole) {
  // The first one makes room in BV for the second, who asks for more of its
  // supply and is served before it.
  EXPECT_EQ(Largest(TwoContracts(360, 5000), 1), 900);
  EXPECT_EQ(Largest(TwoContracts(361, 5000), 1), 899);
  EXPECT_EQ(Largest(TwoContracts(720, 5000), 1), 540);
}

TEST(Booking, GrantsNothingWhereOthersAreShortAnyway) {
  EXPECT_EQ(Largest(TwoContracts(721, 5000), 1), 0);
}

TEST(Booking, InTurnLeavesWhatIsLeft) {
  const auto booked = market::BookInTurn(TwoContracts(10000, 10000).view(),
                                         *AllocatorNamed("hwm"));
  EXPECT_EQ(booked, (std::vector<int64_t>{720, 540}));
  EXPECT_TRUE(market::BookInTurn({}, *AllocatorNamed("hwm")).empty());
}

/// Three contracts on four types of one or two slots, all small.
OwnedProblem Random(uint64_t number) {
  const Stream stream(21, 0, Purpose::kTest);
  std::vector<ContractDemand> contracts(3);
  for (uint32_t j = 0; j < 3; ++j) {
    contracts[j].demand = static_cast<double>(stream.Integer(30, number, 0, j));
    contracts[j].tier = static_cast<uint32_t>(stream.Integer(2, number, 1, j));
  }
  contracts[2].demand = 150;
  std::vector<OwnedType> types(4);
  for (uint32_t i = 0; i < 4; ++i) {
    types[i].page_views =
        static_cast<double>(10 + stream.Integer(40, number, 2, i));
    if (i == 3) types[i].slot_share = {0.7, 0.6};
    for (uint32_t j = 0; j < 3; ++j) {
      if (stream.Bernoulli(0.6, number, 3 + i, j)) {
        types[i].edges.push_back(Edge(j));
      }
    }
  }
  return {std::move(contracts), std::move(types)};
}

TEST(Booking, FindsTheEndOfWhatFits) {
  int whole_ranges = 0, bounded = 0;
  for (uint64_t number = 0; number < 60; ++number) {
    const OwnedProblem problem = Random(number);
    const int64_t found = Largest(problem, 2);
    int64_t fitting = 0, largest = 0;
    for (int64_t demand = 1; demand <= 150; ++demand) {
      if (!Fits(problem, 2, demand)) continue;
      ++fitting;
      largest = demand;
    }
    EXPECT_TRUE(found == 0 || Fits(problem, 2, found)) << number;
    EXPECT_TRUE(found == 150 || !Fits(problem, 2, found + 1)) << number;
    EXPECT_LE(found, largest) << number;
    bounded += found > 0 && found < 150 ? 1 : 0;
    if (fitting != largest) continue;  // with gaps
    ++whole_ranges;
    EXPECT_EQ(found, largest) << number;
  }
  EXPECT_GE(whole_ranges, 50);
  EXPECT_GE(bounded, 30);
}

double ScarcityOf(const AllocationProblem& problem, uint32_t contract) {
  const auto shale = AllocatorNamed("shale", {{"iterations", {200}, ""}});
  return market::Scarcity(problem, contract, *shale);
}

TEST(Scarcity, IsTheMeanPriceOfTheSupply) {
  // A = {1, 2} wants 140, B = {2, 3} wants 100: beta_2 = 1/3, others 0.
  const OwnedProblem problem(
      {{.demand = 140, .penalty = 10}, {.demand = 100, .penalty = 10}},
      {{.page_views = 100, .edges = {Edge(0)}},
       {.page_views = 100, .edges = {Edge(0), Edge(1)}},
       {.page_views = 100, .edges = {Edge(1)}}});
  EXPECT_NEAR(ScarcityOf(problem.view(), 0), 1.0 / 6, 1e-9);
  EXPECT_NEAR(ScarcityOf(problem.view(), 1), 1.0 / 6, 1e-9);
  OwnedProblem tiers({{.demand = 140, .penalty = 10},
                      {.demand = 100, .penalty = 10, .tier = 1}},
                     problem.types());
  EXPECT_NEAR(ScarcityOf(tiers.view(), 0), 1.0 / 6, 1e-9) << "tiers or not";
}

TEST(Scarcity, WeighsTypesByWhatMayBeHad) {
  const OwnedProblem problem(
      {{.demand = 140, .penalty = 10},
       {.demand = 100, .penalty = 10},
       {.demand = 0}},
      {{.page_views = 100, .edges = {Edge(0)}},
       {.page_views = 100, .edges = {Edge(0), Edge(1), Edge(2, 0.5)}},
       {.page_views = 100, .edges = {Edge(1)}},
       {.page_views = 200, .edges = {Edge(2)}}});
  EXPECT_NEAR(ScarcityOf(problem.view(), 2), 50.0 / 250 / 3, 1e-9);
}

TEST(Scarcity, IsNothingWhereSupplyIsPlenty) {
  const OwnedProblem problem({{.demand = 10}, {.demand = 5}},
                             {{.page_views = 100, .edges = {Edge(0)}}});
  EXPECT_EQ(ScarcityOf(problem.view(), 0), 0);
  EXPECT_EQ(ScarcityOf(problem.view(), 1), 0) << "no supply at all";
}

TEST(BookingPrice, RisesWithScarcityToTheNearestMicro) {
  EXPECT_EQ(market::BookingPrice(Money(1000), 0), Money(1000));
  EXPECT_EQ(market::BookingPrice(Money(1000), 0.25), Money(1250));
  EXPECT_EQ(market::BookingPrice(Money(3), 1.0 / 6), Money(4));
}

}  // namespace
}  // namespace souk::test
