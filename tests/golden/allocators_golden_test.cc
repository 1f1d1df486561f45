// What every contract allocator does with some markets, as text.
#include "market/contracts/allocator.h"
#include "tests/support/allocators.h"
#include "tests/support/goldens.h"

namespace souk::tests {
namespace {

using market::AllocatorTraits;
using market::ContractAllocator;
using market::ContractDual;
using market::ContractPlan;
using test::Edge;
using test::OwnedProblem;

struct Case {
  std::string title;
  OwnedProblem problem;
};

/// Four slots, click rates, matches, caps, prices of the auction, two tiers.
OwnedProblem Everything() {
  return {{{.demand = 300, .tier = 1},
           {.demand = 180, .penalty = 2, .evenness = 0.5},
           {.demand = 90, .usable = 0.6},
           {.demand = 0}},
          {{400,
            {0.5, 0.6, 0.7, 0.8},
            {{0, 0.05, 1}, {1, 0.03, 0.5}, {2, 0.08, 1}},
            {1, 0.8, 0.64, 0.5},
            {0.3, 0.2, 0.1, 0}},
           {150, {1, 0.5}, {{0, 0.02, 1}, {3, 0.04, 1}}, {1, 0.8}},
           {250, {0.25}, {{1, 0.06, 1}, {2, 0.01, 0.25}}, {1}, {0.5}},
           {0, {1}, {{0, 0.05, 1}, {2, 0.05, 1}}}}};
}

const std::vector<Case>& Cases() {
  static const std::vector<Case> cases = [] {
    std::vector<Case> all;
    all.push_back({"two contracts overlap on one of three types",
                   {{{.demand = 140}, {.demand = 100}},
                    {{100, {1}, {Edge(0)}},
                     {100, {1}, {Edge(0), Edge(1)}},
                     {100, {1}, {Edge(1)}}}}});
    all.push_back({"no slack at all",
                   {{{.demand = 400}, {.demand = 1000}},
                    {{400, {1}, {Edge(0), Edge(1)}},
                     {400, {1}, {Edge(0)}},
                     {600, {1}, {Edge(1)}}}}});
    all.push_back({"everything at once", Everything()});
    all.push_back({"more is sold than there is",
                   {{{.demand = 90, .penalty = 1}, {.demand = 60}},
                    {{100, {0.5, 0.5}, {Edge(0), Edge(1)}}}}});
    all.push_back(
        {"a contract without supply",
         {{{.demand = 10}, {.demand = 10}}, {{100, {1}, {Edge(1)}}}}});
    all.push_back({"nobody", {{}, {{100, {1, 1}}}}});
    return all;
  }();
  return cases;
}

std::string ContractText(const market::ContractDemand& contract) {
  return Row("contract demand, penalty, evenness, tier, usable",
             {contract.demand, contract.penalty, contract.evenness,
              static_cast<double>(contract.tier), contract.usable});
}

std::string TypeText(const market::SupplyType& type) {
  std::string text = Row("type of page views", {type.page_views});
  const auto list = [&](const std::string& title, auto column) {
    if (column.empty()) return;
    text += Row("  " + title, {column.begin(), column.end()});
  };
  list("slot_share", type.slot_share);
  list("slot_weight", type.slot_weight);
  list("displaced", type.displaced);
  for (const market::SupplyEdge& edge : type.edges) {
    text +=
        Row("  edge contract, click rate, match",
            {static_cast<double>(edge.contract), edge.click_rate, edge.match});
  }
  return text;
}

std::string DualText(const ContractDual& dual) {
  return Row(
      "dual rank, tier, theta, evenness, penalty, alpha, second",
      {static_cast<double>(dual.rank), static_cast<double>(dual.tier),
       dual.theta, dual.evenness, dual.penalty, dual.alpha, dual.second});
}

std::string SharesText(const market::AllocationProblem& problem,
                       const ContractAllocator& allocator,
                       const ContractPlan& plan) {
  std::string text;
  for (const auto& shares : test::SharesOf(problem, allocator, plan)) {
    text += Row("shares", shares);
  }
  return text;
}

std::string ScoresText(const market::AllocationProblem& problem,
                       const ContractAllocator& allocator,
                       const ContractPlan& plan) {
  std::string text;
  for (const market::SupplyType& type : problem.supply) {
    std::vector<double> scores;
    for (const market::SupplyEdge& edge : type.edges) {
      for (size_t k = 0; k < type.slot_share.size(); ++k) {
        const double displaced = type.displaced.empty() ? 0 : type.displaced[k];
        scores.push_back(
            allocator.Score({edge.click_rate, type.slot_weight[k], displaced},
                            plan.duals[edge.contract]));
      }
    }
    text += Row("scores", scores);
  }
  return text;
}

std::string ServedText(const market::AllocatorEntry& entry,
                       const market::AllocationProblem& problem,
                       const ContractPlan& plan) {
  const auto allocator = test::MakeAllocator(entry);
  std::string text;
  for (const ContractDual& dual : plan.duals) text += DualText(dual);
  return text + (entry.traits.way == AllocatorTraits::Way::kShares
                     ? SharesText(problem, *allocator, plan)
                     : ScoresText(problem, *allocator, plan));
}

std::string Play(const market::AllocatorEntry& entry, const Case& one) {
  const market::AllocationProblem problem = one.problem.view();
  std::string text = "\n== " + one.title + "\n";
  for (const auto& contract : problem.contracts) text += ContractText(contract);
  for (const auto& type : problem.supply) text += TypeText(type);
  const auto allocator = test::MakeAllocator(entry);
  ContractPlan plan = allocator->Plan(problem, nullptr);
  text += "planned\n" + ServedText(entry, problem, plan);
  for (ContractDual& dual : plan.duals) {
    allocator->Adjust({.planned = 0.5 * dual.demand,
                       .delivered = 0.4 * dual.demand,
                       .demand = dual.demand,
                       .ticks = 48,
                       .mean_cost = 0.2},
                      dual);
  }
  return text + "after a tick that fell behind\n" +
         ServedText(entry, problem, plan);
}

class AllocatorGolden : public testing::TestWithParam<std::string> {};

TEST_P(AllocatorGolden, IsWhatItWas) {
  const auto entry =
      market::FindMember("allocator", market::Allocators(), GetParam());
  std::string text = DeclaredFacts("allocators", GetParam());
  for (const Case& one : Cases()) text += Play(**entry, one);
  ExpectGolden("allocators", GetParam(), text);
}

TEST(AllocatorGoldens, BelongToMembers) {
  ExpectNoStrayGoldens("allocators", market::MemberNames(market::Allocators()));
}

INSTANTIATE_TEST_SUITE_P(
    Every, AllocatorGolden,
    testing::ValuesIn(market::MemberNames(market::Allocators())),
    [](const auto& member) { return member.param; });

}  // namespace
}  // namespace souk::tests
