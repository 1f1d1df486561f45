#include "agents/plan_figures.h"

#include <algorithm>

#include "market/check.h"

namespace souk::agents {
namespace {

using market::AllocationProblem;
using market::SupplyEdge;
using market::SupplyType;

/// Adds up one edge after the other.
class Reckoning {
 public:
  explicit Reckoning(const AllocationProblem& problem)
      : contracts_(problem.contracts),
        supply_(market::EligibleSupply(problem)),
        delivered_(contracts_.size()) {}

  void Add(const SupplyType& type, const SupplyEdge& edge,
           std::span<const double> row);
  PlanFigures Result() const;

 private:
  std::span<const market::ContractDemand> contracts_;
  std::vector<double> supply_;     // S_j
  std::vector<double> delivered_;  // by contract
  double clicks_ = 0;
  double nonrep_ = 0;
};

void Reckoning::Add(const SupplyType& type, const SupplyEdge& edge,
                    std::span<const double> row) {
  const market::ContractDemand& contract = contracts_[edge.contract];
  const double pages = type.page_views * edge.match * contract.usable;
  if (pages == 0) return;
  const double supply = supply_[edge.contract];
  const double even = supply > 0 ? contract.demand / supply : 0;
  for (size_t k = 0; k < row.size(); ++k) {
    delivered_[edge.contract] += pages * row[k];
    clicks_ += pages * row[k] * edge.click_rate * type.slot_weight[k];
    const double theta = even * type.slot_share[k];
    if (theta == 0) continue;
    const double off = row[k] - theta;
    nonrep_ += 0.5 * pages * contract.evenness / theta * off * off;
  }
}

PlanFigures Reckoning::Result() const {
  PlanFigures figures;
  double impressions = 0;
  for (size_t j = 0; j < contracts_.size(); ++j) {
    const double missing = std::max(0.0, contracts_[j].demand - delivered_[j]);
    figures.demand += contracts_[j].demand;
    figures.shortage += missing;
    figures.shortage_cost += contracts_[j].penalty * missing;
    impressions += delivered_[j];
  }
  figures.fulfilment =
      figures.demand == 0 ? 1 : 1 - figures.shortage / figures.demand;
  figures.nonrep = nonrep_;
  figures.objective = nonrep_ + figures.shortage_cost;
  figures.click_rate = impressions == 0 ? 0 : clicks_ / impressions;
  return figures;
}

}  // namespace

PlannedShares SharesOf(const AllocationProblem& problem,
                       const market::ContractAllocator& allocator,
                       const market::ContractPlan& plan) {
  PlannedShares all;
  for (const SupplyType& type : problem.supply) {
    std::vector<double>& shares =
        all.emplace_back(type.edges.size() * type.slot_share.size());
    if (shares.empty()) continue;
    allocator.Shares(type, plan.duals, shares);
    market::RepairShares(type, shares);
  }
  return all;
}

PlanFigures FiguresOf(const AllocationProblem& problem,
                      const PlannedShares& shares) {
  SOUK_CHECK(shares.size() == problem.supply.size(), "shares of ",
             shares.size(), " supply types of ", problem.supply.size());
  Reckoning sums(problem);
  for (size_t i = 0; i < shares.size(); ++i) {
    const SupplyType& type = problem.supply[i];
    const size_t slots = type.slot_share.size();
    for (size_t e = 0; e < type.edges.size(); ++e) {
      sums.Add(type, type.edges[e],
               std::span(shares[i]).subspan(e * slots, slots));
    }
  }
  return sums.Result();
}

}  // namespace souk::agents
