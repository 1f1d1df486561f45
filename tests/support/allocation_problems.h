// Allocation problems that own their columns, for tests.
#pragma once

#include <algorithm>
#include <vector>

#include "market/contracts/allocator.h"

namespace souk::test {

struct OwnedType {
  double page_views = 0;
  std::vector<double> slot_share = {1};
  std::vector<market::SupplyEdge> edges = {};
  std::vector<double> slot_weight = {};  ///< empty: 1 each
  std::vector<double> displaced = {};

  market::SupplyType view() const {
    return {page_views, slot_share, slot_weight, displaced, edges};
  }
};

/// An edge of match 1, without clicks.
inline market::SupplyEdge Edge(uint32_t contract, double match = 1) {
  return {contract, 0, match};
}

class OwnedProblem {
 public:
  OwnedProblem(std::vector<market::ContractDemand> contracts,
               std::vector<OwnedType> types)
      : contracts_(std::move(contracts)), types_(std::move(types)) {
    for (OwnedType& type : types_) {
      if (type.slot_weight.empty()) {
        type.slot_weight.assign(type.slot_share.size(), 1);
      }
      views_.push_back(type.view());
    }
  }
  // Views look into the vectors, which keep their place when moved.
  OwnedProblem(OwnedProblem&&) = default;
  OwnedProblem& operator=(OwnedProblem&&) = default;

  market::AllocationProblem view() const { return {contracts_, views_}; }
  const std::vector<market::ContractDemand>& contracts() const {
    return contracts_;
  }
  const std::vector<OwnedType>& types() const { return types_; }

 private:
  std::vector<market::ContractDemand> contracts_;
  std::vector<OwnedType> types_;
  std::vector<market::SupplyType> views_;
};

/// The same problem with contract c at `place[c]`.
inline OwnedProblem Permuted(const OwnedProblem& problem,
                             const std::vector<uint32_t>& place) {
  std::vector<market::ContractDemand> contracts(place.size());
  for (size_t c = 0; c < place.size(); ++c) {
    contracts[place[c]] = problem.contracts()[c];
  }
  std::vector<OwnedType> types = problem.types();
  for (OwnedType& type : types) {
    for (market::SupplyEdge& edge : type.edges) {
      edge.contract = place[edge.contract];
    }
    std::ranges::sort(type.edges, {}, &market::SupplyEdge::contract);
  }
  return {std::move(contracts), std::move(types)};
}

}  // namespace souk::test
