#include "market/contracts/booking.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"
#include "market/contracts/allocators/shale_price.h"

namespace souk::market {
namespace {

/// Of rounding, not of a shortage.
constexpr double kRelativeSlack = 1e-9;
constexpr double kSlack = 1e-6;

/// A problem with demands to try and the supply that may be counted on.
class Trial {
 public:
  Trial(const AllocationProblem& problem, const ContractAllocator& hwm)
      : hwm_(hwm),
        contracts_(problem.contracts.begin(), problem.contracts.end()),
        supply_(problem.supply.begin(), problem.supply.end()) {
    for (SupplyType& type : supply_) type.page_views *= kBookedForecast;
  }

  double& demand(size_t contract) { return contracts_[contract].demand; }

  bool LeavesNobodyShort() {
    const ContractPlan plan = hwm_.Plan({contracts_, supply_}, nullptr);
    delivered_.assign(contracts_.size(), 0);
    for (const SupplyType& type : supply_) Deliver(type, plan.duals);
    for (size_t j = 0; j < contracts_.size(); ++j) {
      const double demand = contracts_[j].demand;
      if (delivered_[j] < demand * (1 - kRelativeSlack) - kSlack) return false;
    }
    return true;
  }

  /// Leaves the contract with the demand that it returns.
  int64_t Largest(size_t contract, double asked) {
    const auto with = [&](int64_t impressions) {
      demand(contract) = static_cast<double>(impressions);
      return LeavesNobodyShort();
    };
    const auto most = static_cast<int64_t>(std::floor(asked));
    if (with(most)) return most;
    int64_t fits = 0, too_many = most;
    while (too_many - fits > 1) {
      const int64_t middle = fits + (too_many - fits) / 2;
      (with(middle) ? fits : too_many) = middle;
    }
    demand(contract) = static_cast<double>(fits);
    return fits;
  }

 private:
  void Deliver(const SupplyType& type, std::span<const ContractDual> duals) {
    const size_t slots = type.slot_share.size();
    shares_.assign(type.edges.size() * slots, 0);
    hwm_.Shares(type, duals, shares_);
    for (size_t i = 0; i < shares_.size(); ++i) {
      const SupplyEdge& edge = type.edges[i / slots];
      delivered_[edge.contract] += shares_[i] * type.page_views * edge.match *
                                   contracts_[edge.contract].usable;
    }
  }

  const ContractAllocator& hwm_;
  std::vector<ContractDemand> contracts_;
  std::vector<SupplyType> supply_;
  std::vector<double> delivered_;
  std::vector<double> shares_;
};

/// The row of `contract` in the type, if it has one.
const SupplyEdge* EdgeOf(const SupplyType& type, uint32_t contract) {
  const auto edge =
      std::ranges::lower_bound(type.edges, contract, {}, &SupplyEdge::contract);
  return edge != type.edges.end() && edge->contract == contract ? &*edge
                                                                : nullptr;
}

}  // namespace

int64_t LargestBooking(const AllocationProblem& problem, uint32_t contract,
                       const ContractAllocator& hwm) {
  SOUK_CHECK(contract < problem.contracts.size(), "contract ", contract, " of ",
             problem.contracts.size());
  return Trial(problem, hwm)
      .Largest(contract, problem.contracts[contract].demand);
}

std::vector<int64_t> BookInTurn(const AllocationProblem& problem,
                                const ContractAllocator& hwm) {
  Trial trial(problem, hwm);
  std::vector<int64_t> booked;
  for (size_t j = 0; j < problem.contracts.size(); ++j) trial.demand(j) = 0;
  for (size_t j = 0; j < problem.contracts.size(); ++j) {
    booked.push_back(trial.Largest(j, problem.contracts[j].demand));
  }
  return booked;
}

double Scarcity(const AllocationProblem& problem, uint32_t contract,
                const ContractAllocator& shale) {
  std::vector<ContractDemand> contracts(problem.contracts.begin(),
                                        problem.contracts.end());
  for (ContractDemand& one : contracts) one.tier = 0;
  const ContractPlan plan = shale.Plan({contracts, problem.supply}, nullptr);
  ClippedSum scratch;
  double sum = 0, weights = 0;
  for (const SupplyType& type : problem.supply) {
    const SupplyEdge* edge = EdgeOf(type, contract);
    if (edge == nullptr) continue;
    const double weight = type.page_views * edge->match;
    sum += weight * PriceOfType(type, plan.duals, {}, scratch);
    weights += weight;
  }
  return weights > 0 ? sum / weights : 0;
}

}  // namespace souk::market
