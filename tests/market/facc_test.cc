// Virtual bids.
#include <gtest/gtest.h>

#include "tests/support/allocators.h"

namespace souk::market {
namespace {

TEST(Facc, BidsAsPrinted) {
  const auto facc = test::AllocatorNamed("facc");
  ContractDual dual;
  dual.demand = 100;
  dual.alpha = 0.3;
  dual.second = 1;  // pi
  const PlacementOffer offer = {
      .click_rate = 0.05, .slot_weight = 1, .displaced = 1.2};
  EXPECT_NEAR(facc->Score(offer, dual), 0.5, 1e-12);
  dual.demand = 0;
  EXPECT_EQ(facc->Score(offer, dual), 0);
}

}  // namespace
}  // namespace souk::market
