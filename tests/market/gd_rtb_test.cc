// Contracts beside the auction, scenario GD-RTB: bid prices earn more from the
// auction than priority, at the same fulfilment.
#include "tests/support/gd_rtb.h"

#include <gtest/gtest.h>

#include <cstdio>

#include "tests/support/allocators.h"

namespace souk::tests {
namespace {

/// Revenue lost a page to a contract that needs 30 % of all pages, prices being
/// uniform in [0, 10].
TEST(GdRtb, ABidPriceTakesTheCheapestPages) {
  const auto allocator = test::AllocatorNamed("competing");
  market::ContractDual dual;
  dual.demand = 1;
  dual.alpha = 3;
  market::PageChoice choice;
  constexpr int kPrices = 1000;
  double served = 0, lost = 0, lost_to_all_alike = 0;
  for (int i = 0; i < kPrices; ++i) {
    const double price[] = {10 * (i + 0.5) / kPrices};
    const double offer[] = {allocator->Score({0, 1, price[0]}, dual)};
    const bool contract = choice.Choose({1, 1, price, offer})[0] == 0;
    EXPECT_EQ(contract, price[0] < 3.0);
    served += contract ? 1.0 / kPrices : 0;
    lost += contract ? price[0] / kPrices : 0;
    lost_to_all_alike += 0.3 * price[0] / kPrices;
  }
  EXPECT_NEAR(served, 0.3, 1e-5);
  EXPECT_NEAR(lost, 0.45, 1e-5);
  EXPECT_NEAR(lost_to_all_alike, 1.5, 1e-5);
}

TEST(GdRtb, CompetingEarnsMoreThanPriorityAtTheSameFulfilment) {
  const auto allocator = test::AllocatorNamed("competing");
  for (uint64_t seed = 0; seed < 10; ++seed) {
    GdRtb world(seed);
    const GdRtbResult priority = world.Priority();
    const GdRtbResult competing = world.Competing(*allocator);
    const GdRtbResult alone = world.AuctionOnly();
    std::printf(
        "seed %d: fulfilment %.5f %.5f, revenue fixed %.4f %.4f (%+.1f %%), "
        "reranked %.4f %.4f (%+.1f %%), alone %.4f, slots %.3f %.3f, alpha",
        static_cast<int>(seed), priority.fulfilment, competing.fulfilment,
        priority.fixed_revenue, competing.fixed_revenue,
        100 * (competing.fixed_revenue / priority.fixed_revenue - 1),
        priority.reranked_revenue, competing.reranked_revenue,
        100 * (competing.reranked_revenue / priority.reranked_revenue - 1),
        alone.fixed_revenue, priority.contract_slots, competing.contract_slots);
    for (double alpha : competing.alphas) std::printf(" %.3f", alpha);
    std::printf("\n");
    EXPECT_GE(competing.fulfilment, priority.fulfilment - 0.001);
    EXPECT_GE(competing.fixed_revenue, 1.15 * priority.fixed_revenue);
  }
}

}  // namespace
}  // namespace souk::tests
