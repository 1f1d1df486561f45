// Small markets whose plans are known: the examples T1.1 to T1.4.
#include <gtest/gtest.h>

#include "tests/support/allocators.h"

namespace souk::market {
namespace {

using test::AllocatorNamed;
using test::AllShares;
using test::Edge;
using test::OwnedProblem;

constexpr double kPrinted = 1e-5;
const std::vector<ParamValue> kByContention = {{"order", {0}, ""}};
const std::vector<ParamValue> kByScarcity = {{"order", {1}, ""}};

void ExpectNear(const std::vector<double>& is,
                const std::vector<double>& wanted, double error = kPrinted) {
  ASSERT_EQ(is.size(), wanted.size());
  for (size_t i = 0; i < is.size(); ++i) {
    EXPECT_NEAR(is[i], wanted[i], error) << "at " << i;
  }
}

/// An allocator's plan of a problem, and the shares that it serves.
struct Played {
  ContractPlan plan;
  AllShares shares;
  std::vector<double> delivered;
  double shortage = 0;
  std::vector<double> unevenness;

  std::vector<double> alphas() const {
    std::vector<double> column;
    for (const ContractDual& dual : plan.duals) column.push_back(dual.alpha);
    return column;
  }
  std::vector<double> zetas() const {
    std::vector<double> column;
    for (const ContractDual& dual : plan.duals) column.push_back(dual.second);
    return column;
  }
};

Played Play(const OwnedProblem& problem, std::string_view name,
            const std::vector<ParamValue>& given = {}) {
  const auto allocator = AllocatorNamed(name, given);
  Played played;
  played.plan = allocator->Plan(problem.view(), nullptr);
  played.shares = test::SharesOf(problem.view(), *allocator, played.plan);
  played.delivered = test::Delivered(problem.view(), played.shares);
  played.shortage = test::Shortage(problem.view(), played.shares);
  played.unevenness = test::Unevenness(problem.view(), played.shares);
  return played;
}

Played PlayShale(const OwnedProblem& problem, double iterations,
                 double order = 0) {
  return Play(problem, "shale",
              {{"iterations", {iterations}, ""}, {"order", {order}, ""}});
}

/// beta of every type if its contracts have these alphas: read from shares in
/// which nobody is in anybody's way.
std::vector<double> Betas(const OwnedProblem& problem,
                          const std::vector<double>& alphas) {
  const auto shale = AllocatorNamed("shale");
  ContractPlan plan = shale->Plan(problem.view(), nullptr);
  for (size_t j = 0; j < alphas.size(); ++j) {
    plan.duals[j].alpha = plan.duals[j].second = alphas[j];
  }
  const AllShares shares = test::SharesOf(problem.view(), *shale, plan);
  std::vector<double> betas;
  for (size_t i = 0; i < shares.size(); ++i) {
    const ContractDual& dual =
        plan.duals[problem.types()[i].edges.front().contract];
    betas.push_back(dual.alpha +
                    (1 - shares[i].front() / dual.theta) * dual.evenness);
  }
  return betas;
}

// --- T1.1: supplies 400, 400, 100, 100, 500, 300

OwnedProblem SixSupplies() {
  const SupplyEdge m = Edge(0), ca = Edge(1), a5 = Edge(2);
  return {{{.demand = 200}, {.demand = 200}, {.demand = 1000}},
          {{400, {1}, {m, a5}},
           {400, {1}, {m, a5}},
           {100, {1}, {m, ca, a5}},
           {100, {1}, {ca, a5}},
           {500, {1}, {a5}},
           {300, {1}, {a5}}}};
}

TEST(Hwm, ServesSixSuppliesAsPrinted) {
  for (const auto& order : {kByContention, kByScarcity}) {
    const Played played = Play(SixSupplies(), "hwm", order);
    ExpectNear(EligibleSupply(SixSupplies().view()), {900, 200, 1800});
    ExpectNear(played.alphas(), {0.25, 1, 0.625});
    EXPECT_NEAR(played.shortage, 0, kPrinted);
    ExpectNear(played.unevenness, {12.5, 0, 62.5});
  }
}

// --- T1.2: three supplies, two contracts, and no slack at all

OwnedProblem NoSlack() {
  const SupplyEdge a = Edge(0), b = Edge(1);
  return {{{.demand = 400, .penalty = 10}, {.demand = 1000, .penalty = 10}},
          {{400, {1}, {a, b}}, {400, {1}, {a}}, {600, {1}, {b}}}};
}

TEST(Hwm, FailsIfTheScarceIsServedFirst) {
  const Played scarce = Play(NoSlack(), "hwm", kByScarcity);
  ExpectNear(scarce.alphas(), {0.5, 1});
  ExpectNear(scarce.delivered, {400, 800});
  EXPECT_NEAR(scarce.shortage, 200, kPrinted);

  const Played contended = Play(NoSlack(), "hwm");
  ExpectNear(contended.alphas(), {1, 1});
  ExpectNear(contended.shares[0], {0, 1});  // A takes only BV
  EXPECT_NEAR(contended.shortage, 0, kPrinted);
}

TEST(Shale, SweepsAsPrintedWithoutSlack) {
  ExpectNear(Betas(NoSlack(), {0, 0}), {1.0 / 3, 0, 0});
  ExpectNear(PlayShale(NoSlack(), 1).alphas(), {0.166667, 0.133333});
  ExpectNear(PlayShale(NoSlack(), 2).alphas(), {0.2389, 0.2711}, 5e-5);
}

TEST(Shale, LeavesNoShortageInTheRightOrder) {
  for (const double sweeps : {0.0, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
    EXPECT_NEAR(PlayShale(NoSlack(), sweeps).shortage, 0, kPrinted) << sweeps;
  }
}

TEST(Shale, NeedsSweepsInTheWrongOrder) {
  const std::vector<std::pair<double, double>> printed = {
      {0, 833.333},  {1, 847.778},  {5, 888.629},
      {10, 924.477}, {20, 965.271}, {50, 996.623}};
  for (const auto& [sweeps, delivered] : printed) {
    EXPECT_NEAR(PlayShale(NoSlack(), sweeps, 1).delivered[1], delivered, 5e-4)
        << sweeps;
  }
}

// --- T1.3: a closed form

OwnedProblem ClosedForm(double penalty = 10) {
  const SupplyEdge a = Edge(0), b = Edge(1);
  return {{{.demand = 140, .penalty = penalty, .evenness = 1},
           {.demand = 100, .penalty = penalty, .evenness = 1}},
          {{100, {1}, {a}}, {100, {1}, {a, b}}, {100, {1}, {b}}}};
}

TEST(Shale, ReachesTheClosedForm) {
  const Played played = PlayShale(ClosedForm(), 40);
  ExpectNear(played.alphas(), {1.0 / 6, 1.0 / 6});
  ExpectNear(Betas(ClosedForm(), played.alphas()), {0, 1.0 / 3, 0});
  ExpectNear(played.shares[0], {0.816667});
  ExpectNear(played.shares[1], {0.583333, 0.416667});
  ExpectNear(played.shares[2], {0.583333});
  ExpectNear(played.delivered, {140, 100});
  ExpectNear(played.unevenness, {1.9444, 1.3889}, 5e-5);
}

TEST(Shale, HalvesTheDistanceInEverySweep) {
  const std::vector<double> betas = {0.166667, 0.25, 0.291667, 0.3125};
  double half = 1;
  for (size_t t = 0; t < 30; ++t) {
    const Played played = PlayShale(ClosedForm(), static_cast<double>(t));
    ExpectNear(played.alphas(), {(1 - half) / 6, (1 - half) / 6}, 1e-12);
    if (t < betas.size()) {
      EXPECT_NEAR(Betas(ClosedForm(), played.alphas())[1], betas[t], kPrinted);
    }
    half /= 2;
  }
}

TEST(Shale, IsDeliverableWithoutASweep) {
  const Played played = PlayShale(ClosedForm(), 0);
  ExpectNear(played.zetas(), {0.083333, 0.283333});
  ExpectNear(played.shares[0], {0.758333});
  ExpectNear(played.shares[1], {0.641667, 0.358333});
  ExpectNear(played.shares[2], {0.641667});
  ExpectNear(played.unevenness, {0.4861, 4.0139}, 5e-5);
}

TEST(Hwm, IsUnevenWhereShaleIsNot) {
  const Played played = Play(ClosedForm(), "hwm");
  ExpectNear(played.alphas(), {0.7, 0.7});
  ExpectNear(played.shares[1], {0.7, 0.3});
  ExpectNear(played.shares[2], {0.7});
  ExpectNear(played.unevenness, {0, 8});
}

TEST(Shale, StopsAtThePenaltyUntilItDelivers) {
  const Played played = PlayShale(ClosedForm(0.1), 20);
  ExpectNear(played.alphas(), {0.1, 0.1});
  ExpectNear(Betas(ClosedForm(0.1), {0.1, 0.1}), {0, 0.266667, 0});
  ExpectNear(played.zetas(), {0.133333, 0.213333});
  ExpectNear(played.delivered, {140, 100});
  // What the duals alone would deliver.
  const auto shale = AllocatorNamed("shale");
  const OwnedProblem problem = ClosedForm(0.1);
  ContractPlan plan = played.plan;
  for (ContractDual& dual : plan.duals) dual.second = dual.alpha;
  ExpectNear(test::Delivered(problem.view(),
                             test::SharesOf(problem.view(), *shale, plan)),
             {135.333, 96.667}, 5e-4);
}

// --- T1.4: four supplies of 40

OwnedProblem FourSupplies() {
  const SupplyEdge a = Edge(0), b = Edge(1), c = Edge(2);
  return {
      {{.demand = 40, .penalty = 1},
       {.demand = 40, .penalty = 1},
       {.demand = 70, .penalty = 1}},
      {{40, {1}, {a}}, {40, {1}, {b}}, {40, {1}, {a, c}}, {40, {1}, {b, c}}}};
}

TEST(Hwm, LeavesTheLastOfFourSuppliesShort) {
  // All have 80 units to choose from: by position.
  const Played played = Play(FourSupplies(), "hwm", kByScarcity);
  ExpectNear(played.alphas(), {0.5, 0.5, 1});
  ExpectNear(played.delivered, {40, 40, 40});
  EXPECT_NEAR(played.shortage, 30, kPrinted);
}

TEST(Hwm, ServesFourSuppliesByContention) {
  const Played played = Play(FourSupplies(), "hwm");
  ExpectNear(played.alphas(), {0.875, 0.875, 0.875});
  EXPECT_NEAR(played.shortage, 0, kPrinted);
}

TEST(Shale, ServesFourSuppliesInTheLimit) {
  const Played played = PlayShale(FourSupplies(), 2000);
  ExpectNear(played.alphas(), {0.555556, 0.555556, 1});
  ExpectNear(Betas(FourSupplies(), played.alphas()),
             {0, 0, 1.111111, 1.111111});
  ExpectNear(played.zetas(), {0.75, 0.75, 1.111111});
  EXPECT_NEAR(played.shortage, 0, kPrinted);
}

}  // namespace
}  // namespace souk::market
