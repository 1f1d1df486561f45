// The joint plan of several slots: duals, shares and the compact plan.
#include "market/contracts/joint_planner.h"

#include <gtest/gtest.h>

#include <array>
#include <numeric>

#include "market/random.h"
#include "market/vector_math.h"
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

/// Types with four slots, contracts with targets, lognormal sizes; `load`: part
/// of the open slots that is sold.
test::OwnedProblem RandomMarket(uint32_t types, uint32_t contracts,
                                double chance, double load) {
  const Stream draws(3, 0, Purpose::kTest);
  std::vector<test::OwnedType> supply;
  std::vector<double> open(contracts);
  double units = 0;
  for (uint32_t i = 0; i < types; ++i) {
    test::OwnedType type = {1000 * Exp(draws.Normal(0, i, 0)),
                            {0.5, 0.6, 0.7, 0.8},
                            {},
                            {1, 0.8, 0.64, 0.512}};
    for (uint32_t j = 0; j < contracts; ++j) {
      if (!draws.Bernoulli(chance, 1, i, j)) continue;
      type.edges.push_back({j, 0.02 + 0.06 * draws.Uniform(2, i, j), 1});
      open[j] += type.page_views * 2.6;
    }
    units += type.page_views * 2.6;
    supply.push_back(std::move(type));
  }
  std::vector<ContractDemand> demand(contracts);
  double all = 0;
  for (uint32_t j = 0; j < contracts; ++j) {
    all += demand[j].demand = Exp(draws.Normal(3, j, 0));
  }
  for (uint32_t j = 0; j < contracts; ++j) {
    demand[j].demand =
        std::min(demand[j].demand * load * units / all, 0.9 * open[j]);
  }
  return {std::move(demand), std::move(supply)};
}

double Fulfilment(const AllocationProblem& problem,
                  const test::AllShares& shares) {
  double wanted = 0;
  for (const ContractDemand& contract : problem.contracts) {
    wanted += contract.demand;
  }
  return 1 - test::Shortage(problem, shares) / wanted;
}

TEST(MultiSlotJoint, ItsCompactPlanServesWhatWasPlanned) {
  const test::OwnedProblem market = RandomMarket(200, 60, 0.15, 0.9);
  const AllocationProblem problem = market.view();
  std::vector<JointType> types;
  for (const SupplyType& type : problem.supply) {
    types.push_back(JointTypeOf(type));
  }
  JointPlanner planner(problem.contracts, types, {});
  planner.Solve();
  const auto joint = test::AllocatorNamed("multi_slot_joint");
  const ContractPlan plan = joint->Plan(problem, nullptr);
  EXPECT_LT(plan.worst_violation, 1e-3);
  EXPECT_LT(plan.rounds, 400);
  const test::AllShares served = test::SharesOf(problem, *joint, plan);
  EXPECT_NEAR(Fulfilment(problem, served), planner.fulfilment(), 1e-3);
  for (size_t i = 0; i < served.size(); ++i) {
    std::vector<double> planned(served[i].size());
    planner.shards()[0].Shares(planner.contracts(), i, planned);
    RepairShares(problem.supply[i], planned);
    for (size_t s = 0; s < planned.size(); ++s) {
      ASSERT_NEAR(served[i][s], planned[s], 1e-3);
    }
  }
}

TEST(MultiSlotJoint, PlansTheSameWhoeverDoesTheWork) {
  const test::OwnedProblem market = RandomMarket(1000, 200, 0.1, 0.8);
  const auto joint =
      test::AllocatorNamed("multi_slot_joint", {{"rounds", {30}, ""}});
  AllocationProblem problem = market.view();
  const ContractPlan alone = joint->Plan(problem, nullptr);
  size_t most = 0;
  problem.side_by_side = [&](size_t n, const auto& task) {
    most = std::max(most, n);
    for (size_t i = n; i-- > 0;) task(i);
  };
  const ContractPlan shared = joint->Plan(problem, nullptr);
  EXPECT_GT(most, 1);
  for (size_t j = 0; j < alone.duals.size(); ++j) {
    EXPECT_EQ(alone.duals[j].alpha, shared.duals[j].alpha);
  }
}

TEST(MultiSlotJoint, StartsFromTheLastPlan) {
  const auto joint = test::AllocatorNamed("multi_slot_joint");
  const test::OwnedProblem before = RandomMarket(200, 60, 0.15, 0.9);
  const test::OwnedProblem after = RandomMarket(200, 60, 0.15, 0.88);
  const ContractPlan last = joint->Plan(before.view(), nullptr);
  const ContractPlan warm = joint->Plan(after.view(), &last);
  const ContractPlan cold = joint->Plan(after.view(), nullptr);
  EXPECT_LT(warm.rounds, cold.rounds);
  EXPECT_NEAR(
      Fulfilment(after.view(), test::SharesOf(after.view(), *joint, warm)),
      Fulfilment(after.view(), test::SharesOf(after.view(), *joint, cold)),
      1e-4);
}

}  // namespace
}  // namespace souk::market
