// Single roulettes on small matrices whose slates are known.
#include <gtest/gtest.h>

#include "market/contracts/roulettes/slate_table.h"
#include "tests/support/roulettes.h"

namespace souk::tests {
namespace {

using market::kNone;
using market::kWhole;

constexpr uint32_t kA = 0;
constexpr uint32_t kB = 1;
constexpr uint32_t kC = 2;

/// x_A = (0.6, 0.3), x_B = (0.3, 0.5).
const Shares kSmall = {2, 2, {0.6, 0.3, 0.3, 0.5}};

TEST(Independent, RepeatsAsOftenAsSharesMultiply) {
  const SlateOdds odds = OddsOf("independent", kSmall);
  EXPECT_NEAR(odds.at({kA, kA}), 0.18, 1e-12);
  EXPECT_NEAR(odds.at({kB, kB}), 0.15, 1e-12);
  EXPECT_NEAR(Repeats(odds), 0.33, 1e-12);
}

TEST(Independent, RepeatsOnTheJointPlanOfOneType) {
  const Shares joint = {2, 2, {0.385714, 0.514286, 0.214286, 0.285714}};
  EXPECT_NEAR(Repeats(OddsOf("independent", joint)), 0.2596, 5e-5);
}

TEST(Sequential, BiasesTheLowerSlot) {
  const SlateOdds odds = OddsOf("sequential", kSmall);
  EXPECT_NEAR(SlotOdds(odds, 0, kA), 0.6, 1e-9);
  EXPECT_NEAR(SlotOdds(odds, 0, kB), 0.3, 1e-9);
  EXPECT_NEAR(SlotOdds(odds, 1, kA), 0.27, 1e-9);
  EXPECT_NEAR(SlotOdds(odds, 1, kB), 0.53, 1e-9);
  EXPECT_EQ(Repeats(odds), 0);
}

TEST(Sequential, GivesASlotToNobodyWhenAllStandAbove) {
  EXPECT_EQ(Spun("sequential", {1, 2, {0.5, 0.5}}, {0.1, 0.1}),
            (Slate{0, kNone}));
  EXPECT_EQ(Spun("sequential", {1, 2, {0.5, 0.5}}, {0.6, 0.1}),
            (Slate{kNone, 0}));
}

TEST(Birkhoff, KeepsMarginalsWithoutRepeats) {
  const SlateOdds odds = OddsOf("birkhoff", kSmall);
  EXPECT_NEAR(SlotOdds(odds, 0, kA), 0.6, 1e-12);
  EXPECT_NEAR(SlotOdds(odds, 1, kA), 0.3, 1e-12);
  EXPECT_NEAR(SlotOdds(odds, 0, kB), 0.3, 1e-12);
  EXPECT_NEAR(SlotOdds(odds, 1, kB), 0.5, 1e-12);
  EXPECT_FALSE(odds.contains({kA, kA}));
  EXPECT_FALSE(odds.contains({kB, kB}));
}

TEST(Wheel, ReadsTheSegmentsAtPointsOneApart) {
  // y = (0.9, 0.6, 0.5)
  const Shares shares = {3, 2, {0.5, 0.4, 0.3, 0.3, 0.2, 0.3}};
  const auto shown = [&](double u) { return Spun("wheel", shares, {u, 0.5}); };
  for (const double u : {0.0, 0.25, 0.4999999}) {
    EXPECT_EQ(shown(u), (Slate{kA, kB})) << u;
  }
  for (const double u : {0.5000001, 0.7, 0.8999999}) {
    EXPECT_EQ(shown(u), (Slate{kA, kC})) << u;
  }
  for (const double u : {0.9000001, 0.95, 0.9999999}) {
    EXPECT_EQ(shown(u), (Slate{kB, kC})) << u;
  }
  const SlateOdds odds = OddsOf("wheel", shares);
  EXPECT_NEAR(odds.at({kA, kB}), 0.5, 1e-12);
  EXPECT_NEAR(odds.at({kA, kC}), 0.4, 1e-12);
  EXPECT_NEAR(odds.at({kB, kC}), 0.1, 1e-12);
  EXPECT_NEAR(PageOdds(odds, kA), 0.9, 1e-12);
  EXPECT_NEAR(PageOdds(odds, kB), 0.6, 1e-12);
  EXPECT_NEAR(PageOdds(odds, kC), 0.5, 1e-12);
}

TEST(SlateTable, DrawsByHalfOpenRangesAndMergesEqualSlates) {
  market::WeightedSlates slates{.slots = 1};
  const auto add = [&](int64_t weight, uint32_t j) {
    slates.Add(weight, {&j, 1});
  };
  add(kWhole / 4, 7);
  add(kWhole / 2, 3);
  add(kWhole / 4, 7);
  const market::SlateTable table(slates);
  const auto drawn = [&](double chance) {
    uint32_t slot = 0;
    table.Spin({&chance, 1}, {&slot, 1});
    return slot;
  };
  EXPECT_EQ(drawn(0), 3U);
  EXPECT_EQ(drawn(0.5 - 0x1p-53), 3U);
  EXPECT_EQ(drawn(0.5), 7U);
  EXPECT_EQ(drawn(1 - 0x1p-53), 7U);
}

TEST(WholeShares, TrimsWhatRoundingHasOver) {
  const std::vector<double> shares = {0.5, 0.5 + 1e-9, 0.5, 0.25};
  const auto whole = market::WholeShares({2, 2, shares});
  EXPECT_EQ(whole, (std::vector<int64_t>{kWhole / 2, kWhole / 2, kWhole / 2,
                                         kWhole / 4}));
}

TEST(WholeSharesDeathTest, StopsAtABrokenPlan) {
  const std::vector<double> shares = {0.5, 0.6};
  EXPECT_DEATH(market::WholeShares({1, 2, shares}),
               "shares sum to more than 1 by 0.1");
  const std::vector<double> negative = {-0.5};
  EXPECT_DEATH(market::WholeShares({1, 1, negative}), "a share of -0.5");
  EXPECT_DEATH(market::WholeShares({2, 1, negative}),
               "a matrix of 2 x 1 has 1 shares");
}

}  // namespace
}  // namespace souk::tests
