// The joint plan of several slots: duals, shares and the compact plan.
#include "market/contracts/joint_planner.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "tests/support/allocators.h"

namespace souk::market {
namespace {

const std::array<double, 2> kFlat = {1, 1};

/// Two contracts on one type of 100 page views and two slots.
struct Pair {
  std::array<ContractDemand, 2> contracts;
  std::array<double, 2> room;
  std::array<SupplyEdge, 2> edges = {SupplyEdge{0, 0.05, 1},
                                     SupplyEdge{1, 0.02, 1}};

  /// Even shares are alike in both slots: theta_j = d_j / 200.
  std::array<JointType, 1> types() const {
    return {JointType{100, kFlat, room, kFlat, {}, edges}};
  }
};

Pair LimitedSlots() {
  return {{ContractDemand{.demand = 90}, ContractDemand{.demand = 50}},
          {0.6, 0.8}};
}

JointRules PlainRules() {
  JointRules rules;
  rules.click_weight = 0;
  rules.momentum = false;
  rules.tolerance = 1e-9;
  return rules;
}

TEST(JointPlanner, FirstPlainRoundsAreThoseOfTheExample) {
  // eta = 0.5 throughout: 0.5 / (1 + t / 800) after so many rounds.
  JointRules rules = PlainRules();
  rules.step_decay = 1e18;
  const Pair pair = LimitedSlots();
  JointPlanner planner(pair.contracts, pair.types(), rules);
  const auto expect = [&](double alpha_a, double alpha_b, double beta) {
    planner.Round();
    EXPECT_NEAR(planner.alphas()[0], alpha_a, 1e-9);
    EXPECT_NEAR(planner.alphas()[1], alpha_b, 1e-9);
    EXPECT_NEAR(planner.shards()[0].SlotPrices(0)[0], beta, 1e-5);
    EXPECT_EQ(planner.shards()[0].SlotPrices(0)[1], 0);
  };
  expect(0, 0, 0.05);
  expect(0.01125, 0.00625, 0.0825);
  expect(0.02475, 0.015, 0.10694);
}

std::vector<double> SharesOf(const JointPlanner& planner) {
  std::vector<double> shares(4);
  planner.shards()[0].Shares(planner.contracts(), 0, shares);
  return shares;
}

void ExpectOptimalShares(const JointPlanner& planner) {
  const std::vector<double> x = SharesOf(planner);
  const double optimum[] = {0.385714, 0.514286, 0.214286, 0.285714};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(x[i], optimum[i], 1e-5);
}

TEST(JointPlanner, PlainRoundsFindTheOptimumOfTheExample) {
  const Pair pair = LimitedSlots();
  JointPlanner planner(pair.contracts, pair.types(), PlainRules());
  planner.Solve();
  ExpectOptimalShares(planner);
  EXPECT_NEAR(planner.alphas()[0], 1.0 / 7, 1e-5);
  EXPECT_NEAR(planner.alphas()[1], 1.0 / 7, 1e-5);
  EXPECT_NEAR(planner.shards()[0].SlotPrices(0)[0], 2.0 / 7, 1e-5);
  EXPECT_EQ(planner.shards()[0].SlotPrices(0)[1], 0);
  EXPECT_EQ(planner.shards()[0].PagePrices(0)[0], 0);
}

TEST(JointPlanner, MomentumFindsTheSameShares) {
  JointRules rules = PlainRules();
  rules.momentum = true;
  const Pair pair = LimitedSlots();
  JointPlanner planner(pair.contracts, pair.types(), rules);
  planner.Solve();
  ExpectOptimalShares(planner);
  // Supply is just enough: alphas and betas may be higher, together.
  const double more = planner.alphas()[0] - 1.0 / 7;
  EXPECT_GE(more, -1e-5);
  EXPECT_NEAR(planner.alphas()[1], 1.0 / 7 + more, 1e-5);
  EXPECT_NEAR(planner.shards()[0].SlotPrices(0)[0], 2.0 / 7 + more, 1e-5);
  EXPECT_NEAR(planner.shards()[0].SlotPrices(0)[1], more, 1e-5);
}

void ExpectOneAPage(const JointRules& rules) {
  Pair pair = {{ContractDemand{.demand = 130, .penalty = 2},
                ContractDemand{.demand = 40, .penalty = 2}},
               {1, 1}};
  JointPlanner planner(pair.contracts, pair.types(), rules);
  planner.Solve();
  EXPECT_EQ(planner.alphas()[0], 2);
  EXPECT_NEAR(planner.shards()[0].PagePrices(0)[0], 2.230769, 1e-5);
  EXPECT_EQ(planner.shards()[0].PagePrices(0)[1], 0);
  const std::vector<double> x = SharesOf(planner);
  const double optimum[] = {0.5, 0.5, 0.2, 0.2};
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(x[i], optimum[i], 1e-5);
  // A is short of 30: 100 of 130, and 40 of 40.
  EXPECT_NEAR(planner.fulfilment(), 140.0 / 170, 1e-5);
}

TEST(JointPlanner, APageCarriesAContractOnceOnly) {
  ExpectOneAPage(PlainRules());
  JointRules momentum = PlainRules();
  momentum.momentum = true;
  ExpectOneAPage(momentum);
}

}  // namespace
}  // namespace souk::market
