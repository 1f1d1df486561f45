// Contract allocators by name, and what their plans are worth, for tests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <ostream>
#include <string_view>
#include <vector>

#include "market/contracts/allocator.h"
#include "market/family.h"
#include "tests/support/allocation_problems.h"

namespace souk::market {

/// How a failing test names its member.
inline void PrintTo(const AllocatorEntry& entry, std::ostream* out) {
  *out << entry.name;
}

}  // namespace souk::market

namespace souk::test {

inline std::shared_ptr<const market::ContractAllocator> MakeAllocator(
    const market::AllocatorEntry& entry,
    const std::vector<market::ParamValue>& given = {}) {
  return entry.make(market::ParamSet::Make(entry.params, given).value())
      .value();
}

/// The allocator called `name`.
inline std::shared_ptr<const market::ContractAllocator> AllocatorNamed(
    std::string_view name, const std::vector<market::ParamValue>& given = {}) {
  return MakeAllocator(
      *market::FindMember("allocator", market::Allocators(), name).value(),
      given);
}

inline std::vector<market::AllocatorEntry> AllocatorsOfWay(
    market::AllocatorTraits::Way way) {
  std::vector<market::AllocatorEntry> members;
  for (const market::AllocatorEntry& entry : market::Allocators()) {
    if (entry.traits.way == way) members.push_back(entry);
  }
  return members;
}

inline std::string NameOfAllocator(
    const testing::TestParamInfo<market::AllocatorEntry>& member) {
  return member.param.name;
}

/// By type: x_jk, row-major.
using AllShares = std::vector<std::vector<double>>;

inline AllShares SharesOf(const market::AllocationProblem& problem,
                          const market::ContractAllocator& allocator,
                          const market::ContractPlan& plan) {
  AllShares all;
  for (const market::SupplyType& type : problem.supply) {
    // Whatever stood there is to be replaced.
    all.emplace_back(type.edges.size() * type.slot_share.size(), -7.0);
    allocator.Shares(type, plan.duals, all.back());
  }
  return all;
}

/// Impressions by contract.
inline std::vector<double> Delivered(const market::AllocationProblem& problem,
                                     const AllShares& all) {
  std::vector<double> delivered(problem.contracts.size(), 0);
  for (size_t i = 0; i < all.size(); ++i) {
    const market::SupplyType& type = problem.supply[i];
    const size_t slots = type.slot_share.size();
    for (size_t s = 0; s < all[i].size(); ++s) {
      const market::SupplyEdge& edge = type.edges[s / slots];
      delivered[edge.contract] += type.page_views * edge.match *
                                  problem.contracts[edge.contract].usable *
                                  all[i][s];
    }
  }
  return delivered;
}

/// sum of max(0, d_j - delivered_j).
inline double Shortage(const market::AllocationProblem& problem,
                       const AllShares& all) {
  const std::vector<double> delivered = Delivered(problem, all);
  double shortage = 0;
  for (size_t j = 0; j < delivered.size(); ++j) {
    shortage += std::max(0.0, problem.contracts[j].demand - delivered[j]);
  }
  return shortage;
}

/// 1/2 sum_i s_i (V_j / theta_ijk) (x_ijk - theta_ijk)^2, by contract.
inline std::vector<double> Unevenness(const market::AllocationProblem& problem,
                                      const AllShares& all) {
  const std::vector<double> supply = market::EligibleSupply(problem);
  std::vector<double> sums(problem.contracts.size(), 0);
  for (size_t i = 0; i < all.size(); ++i) {
    const market::SupplyType& type = problem.supply[i];
    const size_t slots = type.slot_share.size();
    for (size_t s = 0; s < all[i].size(); ++s) {
      const market::SupplyEdge& edge = type.edges[s / slots];
      const market::ContractDemand& wanted = problem.contracts[edge.contract];
      const double even =
          wanted.demand / supply[edge.contract] * type.slot_share[s % slots];
      if (even <= 0) continue;
      const double off = all[i][s] - even;
      sums[edge.contract] += 0.5 * type.page_views * edge.match *
                             wanted.usable * wanted.evenness / even * off * off;
    }
  }
  return sums;
}

}  // namespace souk::test
