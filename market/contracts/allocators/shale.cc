// SHALE: shares as even as demand and supply allow, by coordinate ascent on
// the duals, then a pass that makes them deliverable.
//
//   least  1/2 sum_ij w_ij (V_j / theta_j) (y_ij - theta_j)^2 + sum_j p_j u_j
//   with   sum_i w_ij y_ij + u_j >= d_j,  sum_j y_ij <= 1,  0 <= y_ij <= m_i
//
//   g_ij(z) = max(0, theta_j * (1 + z / V_j));  y_ij = g_ij(alpha_j - beta_i)
//
// (parts y as in service.h; w_ij the units of type i that j may have; m_i: once
// on a page, only where a type has more than one slot open.) Stage 1, T times
// from alpha = 0, or from the last plan:
//
//   beta_i:   sum_j g_ij(alpha_j - beta_i) = 1, at least 0
//   alpha_j:  sum_i w_ij g_ij(alpha_j - beta_i) = d_j, at least 0, at most p_j
//
// Stage 2, in the order of service, r_i = 1 at first, beta_i anew:
//
//   zeta_j:   sum_i w_ij min(r_i, m_i, g_ij(zeta_j - beta_i)) = d_j, or
//   infinite r_i  -=   min(r_i, m_i, g_ij(zeta_j - beta_i))
//
// Serving: beta_i from the alphas of the type's contracts, then the walk of
// stage 2. Stage 2 gives all that it can, whatever the penalty. Tiers go one
// after the other, each with what the ones before have left. Published are
// alpha and second = zeta. A contract that may be shown on a share q < 1 of a
// type (match x usable) feels beta_i / q; usable is part of the published
// duals (alpha, zeta, V times usable), match is known to the server.
// Bharadwaj et al., "SHALE: An Efficient Algorithm for Allocation of
// Guaranteed Display Advertising", arXiv 1203.3619.
//
// Parameters:
//   iterations  [1]  T, 0..10000, default 20
//   order       [1]  0: descending d_j / S_j (default), 1: ascending S_j
#include <algorithm>

#include "market/contracts/allocators/service.h"
#include "market/contracts/allocators/shale_price.h"

namespace souk::market {
namespace {

/// What stage 2 gives to one contract of a type.
double PartOf(const ContractDual& dual, double price, double most) {
  if (dual.theta <= 0) return 0;
  return std::min(most, Wish(dual, dual.second - price).At(0));
}

/// Both stages, tier by tier.
class Planner {
 public:
  Planner(const AllocationProblem& problem, ContractPlan& plan)
      : problem_(problem),
        duals_(plan.duals),
        eligible_(problem),
        beta_(problem.supply.size(), 0),
        left_(problem.supply.size(), 1) {}

  /// `contracts`: of one tier, in the order of service.
  void PlanTier(std::span<const uint32_t> contracts, int64_t iterations) {
    const uint32_t tier = duals_[contracts.front()].tier;
    for (int64_t t = 0; t < iterations; ++t) {
      PriceTypes(tier);
      for (const uint32_t j : contracts) Price(j);
    }
    PriceTypes(tier);
    for (const uint32_t j : contracts) Deliver(j);
  }

 private:
  void PriceTypes(uint32_t tier) {
    for (size_t i = 0; i < beta_.size(); ++i) {
      beta_[i] =
          PriceOfType(problem_.supply[i], duals_, {tier, left_[i]}, sum_);
    }
  }

  void Collect(uint32_t j, const EligibleType& edge, double cap) {
    ClippedPiece piece = Wish(duals_[j], -beta_[edge.type] / edge.match);
    piece.weight = edge.units;
    piece.cap = cap;
    sum_.Add(piece);
  }

  /// alpha_j.
  void Price(uint32_t j) {
    ContractDual& dual = duals_[j];
    if (dual.theta <= 0) return;
    sum_.Clear();
    for (const EligibleType& edge : eligible_.Of(j)) {
      if (left_[edge.type] <= 0) continue;
      Collect(j, edge, StageOneCap(problem_.supply[edge.type]));
    }
    const double most = dual.penalty * problem_.contracts[j].usable;
    dual.alpha = std::clamp(sum_.Root(dual.demand).value_or(most), 0.0, most);
  }

  /// zeta_j.
  void Deliver(uint32_t j) {
    ContractDual& dual = duals_[j];
    if (dual.theta <= 0) return;
    sum_.Clear();
    for (const EligibleType& edge : eligible_.Of(j)) {
      Collect(j, edge, Most(edge.type));
    }
    dual.second = sum_.Root(dual.demand).value_or(kInfinity);
    for (const EligibleType& edge : eligible_.Of(j)) {
      left_[edge.type] -=
          PartOf(dual, beta_[edge.type] / edge.match, Most(edge.type));
    }
  }

  double Most(uint32_t type) const {
    return std::min(left_[type], LargestPart(problem_.supply[type]));
  }

  const AllocationProblem& problem_;
  std::vector<ContractDual>& duals_;
  const EligibleTypes eligible_;
  std::vector<double> beta_;
  std::vector<double> left_;
  ClippedSum sum_;
};

class ShaleAllocator final : public ContractAllocator {
 public:
  ShaleAllocator(Precedence precedence, int64_t iterations)
      : precedence_(precedence), iterations_(iterations) {}

  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan* last) const override {
    ContractPlan plan = PlanInOrder(problem, precedence_);
    plan.rounds = static_cast<uint32_t>(iterations_);
    for (size_t j = 0; j < plan.duals.size(); ++j) {
      const double usable = problem.contracts[j].usable;
      plan.duals[j].evenness *= usable;
      if (last == nullptr || plan.duals[j].theta <= 0) continue;
      plan.duals[j].alpha =
          std::min(last->duals[j].alpha, plan.duals[j].penalty * usable);
    }
    const std::vector<uint32_t> order = ByRank(plan.duals);
    Planner planner(problem, plan);
    for (size_t first = 0, end = 0; first < order.size(); first = end) {
      const uint32_t tier = plan.duals[order[first]].tier;
      while (end < order.size() && plan.duals[order[end]].tier == tier) ++end;
      planner.PlanTier(std::span(order).subspan(first, end - first),
                       iterations_);
    }
    return plan;
  }

  void Shares(const SupplyType& type, std::span<const ContractDual> duals,
              std::span<double> shares) const override {
    ClippedSum sum;
    const double most = LargestPart(type);
    double left = 1, price = 0;
    uint32_t tier = kNone;
    for (const uint32_t e : EdgesByRank(type, duals)) {
      const SupplyEdge& edge = type.edges[e];
      const ContractDual& dual = duals[edge.contract];
      if (dual.tier != tier) {
        tier = dual.tier;
        price = PriceOfType(type, duals, {tier, left}, sum);
      }
      const double part =
          PartOf(dual, price / edge.match, std::min(left, most));
      SpreadPart(type, e, part, shares);
      left -= part;
    }
  }

 private:
  const Precedence precedence_;
  const int64_t iterations_;
};

}  // namespace

AllocatorEntry Shale() {
  return {.name = "shale",
          .help = "Shares as even as possible, made deliverable one by one",
          .traits = {.respects_tiers = true},
          .params = {{.name = "iterations",
                      .shape = ParamShape::kInteger,
                      .default_value = {20},
                      .min = 0,
                      .max = 10000,
                      .help = "sweeps over all duals before the last pass"},
                     OrderParam()},
          .make = [](const ParamSet& params)
              -> std::shared_ptr<const ContractAllocator> {
            return std::make_shared<const ShaleAllocator>(
                OrderOf(params), params.integer("iterations"));
          }};
}

}  // namespace souk::market
