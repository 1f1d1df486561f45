#include "market/contracts/allocators/service.h"

#include <algorithm>
#include <numeric>

namespace souk::market {
namespace {

std::vector<uint32_t> Counting(size_t size) {
  std::vector<uint32_t> numbers(size);
  std::iota(numbers.begin(), numbers.end(), 0);
  return numbers;
}

std::vector<uint32_t> ScarcityOrder(const AllocationProblem& problem,
                                    std::span<const double> supply) {
  std::vector<uint32_t> order = Counting(problem.contracts.size());
  std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) {
    const uint32_t first = problem.contracts[a].tier;
    const uint32_t other = problem.contracts[b].tier;
    return first != other ? first < other : supply[a] < supply[b];
  });
  std::vector<uint32_t> place(order.size());
  for (uint32_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  return place;
}

}  // namespace

ParamSpec OrderParam() {
  return {.name = "order",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1,
          .help =
              "who is served first: 0 descending demand / supply, "
              "1 ascending supply"};
}

Precedence OrderOf(const ParamSet& params) {
  return static_cast<Precedence>(params.integer("order"));
}

ContractPlan PlanInOrder(const AllocationProblem& problem,
                         Precedence precedence) {
  const std::vector<double> supply = EligibleSupply(problem);
  const std::vector<uint32_t> place = precedence == Precedence::kContention
                                          ? ServiceOrder(problem)
                                          : ScarcityOrder(problem, supply);
  ContractPlan plan;
  for (size_t j = 0; j < problem.contracts.size(); ++j) {
    const ContractDemand& wanted = problem.contracts[j];
    plan.duals.push_back(
        {.demand = wanted.demand,
         .theta = supply[j] > 0 ? wanted.demand / supply[j] : 0,
         .evenness = wanted.evenness,
         .penalty = wanted.penalty,
         .rank = place[j],
         .tier = wanted.tier});
  }
  return plan;
}

std::vector<uint32_t> ByRank(std::span<const ContractDual> duals) {
  std::vector<uint32_t> order(duals.size());
  for (uint32_t j = 0; j < duals.size(); ++j) order[duals[j].rank] = j;
  return order;
}

std::vector<uint32_t> EdgesByRank(const SupplyType& type,
                                  std::span<const ContractDual> duals) {
  std::vector<uint32_t> order = Counting(type.edges.size());
  std::ranges::sort(order, {}, [&](uint32_t e) {
    return duals[type.edges[e].contract].rank;
  });
  return order;
}

double OpenSlots(const SupplyType& type) {
  return std::accumulate(type.slot_share.begin(), type.slot_share.end(), 0.0);
}

double LargestPart(const SupplyType& type) {
  return 1 / std::max(1.0, OpenSlots(type));
}

void SpreadPart(const SupplyType& type, size_t edge, double part,
                std::span<double> shares) {
  const size_t slots = type.slot_share.size();
  for (size_t k = 0; k < slots; ++k) {
    shares[edge * slots + k] = part * type.slot_share[k];
  }
}

EligibleTypes::EligibleTypes(const AllocationProblem& problem)
    : first_(problem.contracts.size() + 1, 0) {
  for (const SupplyType& type : problem.supply) {
    if (type.page_views * OpenSlots(type) <= 0) continue;
    for (const SupplyEdge& edge : type.edges) ++first_[edge.contract + 1];
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  edges_.resize(first_.back());
  std::vector<size_t> next = first_;
  for (uint32_t i = 0; i < problem.supply.size(); ++i) {
    const SupplyType& type = problem.supply[i];
    const double units = type.page_views * OpenSlots(type);
    if (units <= 0) continue;
    for (const SupplyEdge& edge : type.edges) {
      const double usable = problem.contracts[edge.contract].usable;
      edges_[next[edge.contract]++] = {i, units * edge.match * usable,
                                       edge.match};
    }
  }
}

}  // namespace souk::market
