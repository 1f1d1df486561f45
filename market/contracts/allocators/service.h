// What allocators that serve contracts one after the other have in common.
//
// They give contract j a part y_ij of whatever supply type i has open, the
// same in every slot: x_ijk = y_ij * c_ik. With C_i = sum_k c_ik a type has
// s_i * C_i units, parts of a type sum to at most 1, and no contract stands on
// a page twice as long as y_ij * C_i <= 1.
#pragma once

#include <span>
#include <vector>

#include "market/contracts/allocator.h"

namespace souk::market {

/// Who is served first, within a tier.
enum class Precedence : uint8_t {
  kContention = 0,  ///< descending d_j / S_j: ServiceOrder
  kScarcity = 1,    ///< ascending S_j, then lower position
};

/// The parameter `order`, and what it says.
ParamSpec OrderParam();
Precedence OrderOf(const ParamSet& params);

/// A plan in which everything but alpha and second is set.
ContractPlan PlanInOrder(const AllocationProblem& problem,
                         Precedence precedence);
/// Contracts in the order of service.
std::vector<uint32_t> ByRank(std::span<const ContractDual> duals);
/// Positions of the type's edges in the order of service of their contracts.
std::vector<uint32_t> EdgesByRank(const SupplyType& type,
                                  std::span<const ContractDual> duals);

/// C_i.
double OpenSlots(const SupplyType& type);
/// The largest y_ij with which a contract stands on a page once.
double LargestPart(const SupplyType& type);
/// Puts y_ij * c_ik into the row of an edge.
void SpreadPart(const SupplyType& type, size_t edge, double part,
                std::span<double> shares);

/// A supply type as a contract sees it.
struct EligibleType {
  uint32_t type = 0;
  double units = 0;  ///< s_i * C_i * match * usable, > 0
  double match = 1;
};

/// The edges of a problem, by contract; those without supply are left out.
class EligibleTypes {
 public:
  explicit EligibleTypes(const AllocationProblem& problem);
  std::span<const EligibleType> Of(uint32_t contract) const {
    return std::span(edges_).subspan(first_[contract],
                                     first_[contract + 1] - first_[contract]);
  }

 private:
  std::vector<size_t> first_;  // one more than contracts
  std::vector<EligibleType> edges_;
};

}  // namespace souk::market
