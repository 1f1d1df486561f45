#include "market/contracts/allocator.h"

#include <algorithm>
#include <numeric>

#include "market/check.h"

namespace souk::market {

void ContractAllocator::Shares(const SupplyType&, std::span<const ContractDual>,
                               std::span<double>) const {
  SOUK_CHECK(false, "this allocator scores page views and has no shares");
}

double ContractAllocator::Score(const PlacementOffer&,
                                const ContractDual&) const {
  SOUK_CHECK(false, "this allocator has shares and scores no page views");
}

void ContractAllocator::Adjust(const Progress&, ContractDual&) const {}

std::vector<double> EligibleSupply(const AllocationProblem& problem) {
  std::vector<double> supply(problem.contracts.size(), 0);
  for (const SupplyType& type : problem.supply) {
    const double units =
        type.page_views *
        std::accumulate(type.slot_share.begin(), type.slot_share.end(), 0.0);
    for (const SupplyEdge& edge : type.edges) {
      supply[edge.contract] +=
          units * edge.match * problem.contracts[edge.contract].usable;
    }
  }
  return supply;
}

namespace {

/// d_j / S_j; a demand without supply is the most contended.
double Contention(double demand, double supply) {
  if (demand == 0) return 0;
  return supply > 0 ? demand / supply : kInfinity;
}

}  // namespace

std::vector<uint32_t> ServiceOrder(const AllocationProblem& problem) {
  const auto& contracts = problem.contracts;
  const std::vector<double> supply = EligibleSupply(problem);
  std::vector<uint32_t> order(contracts.size());
  std::iota(order.begin(), order.end(), 0);
  std::ranges::stable_sort(order, [&](uint32_t a, uint32_t b) {
    if (contracts[a].tier != contracts[b].tier) {
      return contracts[a].tier < contracts[b].tier;
    }
    const double first = Contention(contracts[a].demand, supply[a]);
    const double other = Contention(contracts[b].demand, supply[b]);
    if (first != other) return first > other;
    return contracts[a].demand > contracts[b].demand;
  });
  std::vector<uint32_t> place(contracts.size());
  for (uint32_t p = 0; p < order.size(); ++p) place[order[p]] = p;
  return place;
}

namespace {

/// By how much `sum` is to be divided to be at most `most`, as a factor.
double Shrink(double sum, double most) { return sum > most ? most / sum : 1; }

void RepairColumn(std::span<double> shares, size_t slots, size_t slot,
                  double most) {
  double sum = 0;
  for (size_t s = slot; s < shares.size(); s += slots) sum += shares[s];
  const double factor = Shrink(sum, most);
  for (size_t s = slot; s < shares.size(); s += slots) shares[s] *= factor;
}

}  // namespace

void RepairShares(const SupplyType& type, std::span<double> shares) {
  const size_t slots = type.slot_share.size();
  SOUK_CHECK(shares.size() == type.edges.size() * slots, "plan of ",
             type.edges.size(), " contracts and ", slots, " slots has ",
             shares.size(), " shares");
  for (size_t k = 0; k < slots; ++k) {
    RepairColumn(shares, slots, k, type.slot_share[k]);
  }
  for (size_t s = 0; s < shares.size(); s += slots) {
    RepairColumn(shares.subspan(s, slots), 1, 0, 1);
  }
}

}  // namespace souk::market
