// Virtual bids: every contract bids for every slot of every page view, and the
// best positive bid of a slot takes it.
//
//   b = V_j + lambda v - alpha_j - pi_j (cost - C)      0 <= pi_j <= mu
//
// v = click_rate * slot_weight, cost: displaced auction revenue. alpha_j is the
// price of running ahead of the plan, pi_j that of costing more than C on
// average. Slots choose alone, so a page may repeat a contract. Ties go to the
// lower contract.
//
// Plan: `epochs` rounds over the forecast, in which contracts, filled up to 1.5
// d_j, get supply types as a fluid in order of supply; after each
//   alpha_j <- max(0, alpha_j - lr clip((d_j - D_j) / d_j, +-0.2))
//   pi_j <- clip(pi_j - lr clip((C - cost_j) / C, +-0.2), 0, mu)
// with lr = rate / (epoch / 2 + 1). Adjust: the same steps after every tick,
// against the plan until now, with lr = nearline_rate. With mu = 0 costs do not
// count: the greedy of AUAF with nearline duals.
//
// FACC (Alibaba, WWW 2023) and its public code, AUAF (WSDM 2022).
//
// Parameters:
//   value_weight   [1]  lambda, >= 0, default 10
//   cost_weight    [1]  mu, >= 0, default 1
//   target_cost    [1]  C, in units of penalty, > 0, default 0.5
//   epochs         [1]  of the planner, default 80; 0: alpha = 0.05, pi = mu
//   rate           [1]  first learning rate of the planner, default 0.8
//   nearline_rate  [1]  learning rate after every tick, default 0.8
#include <algorithm>

#include "market/contracts/allocators/service.h"

namespace souk::market {
namespace {

constexpr double kFirstAlpha = 0.05;
constexpr double kGreatestStep = 0.2;
constexpr double kOverfill = 1.5;  // in epochs of the planner

struct FaccRules {
  double value_weight, cost_weight, target_cost;
  uint32_t epochs;
  double rate, nearline_rate;
};

double Clipped(double gap) {
  return std::clamp(gap, -kGreatestStep, kGreatestStep);
}

double Bid(const FaccRules& rules, const PlacementOffer& offer,
           const ContractDual& dual) {
  return dual.evenness +
         rules.value_weight * offer.click_rate * offer.slot_weight -
         dual.alpha - dual.second * (offer.displaced - rules.target_cost);
}

void Learn(const FaccRules& rules, double rate, const Progress& progress,
           ContractDual& dual) {
  const double behind =
      (progress.planned - progress.delivered) / progress.demand;
  dual.alpha = std::max(0.0, dual.alpha - rate * Clipped(behind));
  if (progress.delivered <= 0) return;
  const double cheaper =
      (rules.target_cost - progress.mean_cost) / rules.target_cost;
  dual.second =
      std::clamp(dual.second - rate * Clipped(cheaper), 0.0, rules.cost_weight);
}

/// The forecast served as a fluid: a slot of a type pours into the best
/// contract until that is full, then into the next.
class Epoch {
 public:
  Epoch(const FaccRules& rules, const AllocationProblem& problem,
        std::vector<ContractDual>& duals)
      : rules_(rules), problem_(problem), duals_(duals) {
    delivered_.resize(duals.size());
    cost_.resize(duals.size());
  }

  void Play() {
    for (const SupplyType& type : problem_.supply) {
      for (size_t k = 0; k < type.slot_share.size(); ++k) Pour(type, k);
    }
  }

  void Step(double rate) {
    for (size_t j = 0; j < duals_.size(); ++j) {
      const double demand = problem_.contracts[j].demand;
      if (demand <= 0) continue;
      Progress progress = {
          .planned = demand, .delivered = delivered_[j], .demand = demand};
      if (delivered_[j] > 0) progress.mean_cost = cost_[j] / delivered_[j];
      Learn(rules_, rate, progress, duals_[j]);
    }
  }

 private:
  struct Bidder {
    double bid;
    const SupplyEdge* edge;
  };

  void Pour(const SupplyType& type, size_t k) {
    const double displaced = type.displaced.empty() ? 0 : type.displaced[k];
    bidders_.clear();
    for (const SupplyEdge& edge : type.edges) {
      const PlacementOffer offer = {edge.click_rate, type.slot_weight[k],
                                    displaced};
      const double bid = Bid(rules_, offer, duals_[edge.contract]);
      if (bid > 0) bidders_.push_back({bid, &edge});
    }
    std::ranges::stable_sort(bidders_, std::ranges::greater{}, &Bidder::bid);
    double left = type.page_views * type.slot_share[k];
    for (const Bidder& bidder : bidders_) {
      if (left <= 0) break;
      left -= Take(left, displaced, *bidder.edge);
    }
  }

  /// Page views that the contract takes: as many as it is eligible for, until
  /// it is full.
  double Take(double left, double displaced, const SupplyEdge& edge) {
    const uint32_t j = edge.contract;
    const ContractDemand& contract = problem_.contracts[j];
    const double open =
        std::max(0.0, kOverfill * contract.demand - delivered_[j]);
    const double taken = std::min(left * edge.match * contract.usable, open);
    delivered_[j] += taken;
    cost_[j] += taken * displaced;
    return taken;
  }

  const FaccRules& rules_;
  const AllocationProblem& problem_;
  std::vector<ContractDual>& duals_;
  std::vector<double> delivered_, cost_;
  std::vector<Bidder> bidders_;
};

class FaccAllocator final : public ContractAllocator {
 public:
  explicit FaccAllocator(const FaccRules& rules) : rules_(rules) {}

  ContractPlan Plan(const AllocationProblem& problem,
                    const ContractPlan* last) const override {
    ContractPlan plan = PlanInOrder(problem, Precedence::kContention);
    for (size_t j = 0; j < plan.duals.size(); ++j) {
      ContractDual& dual = plan.duals[j];
      dual.alpha = last != nullptr ? last->duals[j].alpha : kFirstAlpha;
      dual.second =
          last != nullptr ? last->duals[j].second : rules_.cost_weight;
    }
    if (last == nullptr) Train(problem, plan);
    return plan;
  }

  double Score(const PlacementOffer& offer,
               const ContractDual& dual) const override {
    return dual.demand > 0 ? Bid(rules_, offer, dual) : 0;
  }

  void Adjust(const Progress& progress, ContractDual& dual) const override {
    if (progress.demand <= 0) return;
    Learn(rules_, rules_.nearline_rate, progress, dual);
  }

 private:
  void Train(const AllocationProblem& problem, ContractPlan& plan) const {
    for (uint32_t epoch = 0; epoch < rules_.epochs; ++epoch) {
      Epoch played(rules_, problem, plan.duals);
      played.Play();
      played.Step(rules_.rate / (epoch / 2.0 + 1));
    }
    plan.rounds = rules_.epochs;
  }

  FaccRules rules_;
};

}  // namespace

AllocatorEntry Facc() {
  return {
      .name = "facc",
      .help = "Virtual bids of single page views, slots chosen one by one",
      .traits = {.way = AllocatorTraits::Way::kScores,
                 .meets_auction = false,
                 .one_per_page = false,
                 .plans_supply = false},
      .params = {{.name = "value_weight",
                  .default_value = {10},
                  .min = 0,
                  .help = "Worth of an expected click"},
                 {.name = "cost_weight",
                  .default_value = {1},
                  .min = 0,
                  .help = "Highest price of missing the cost target; 0: costs "
                          "do not count"},
                 {.name = "target_cost",
                  .default_value = {0.5},
                  .min = 1e-9,
                  .help = "Mean displaced auction revenue to aim at, in units "
                          "of penalty"},
                 {.name = "epochs",
                  .shape = ParamShape::kInteger,
                  .default_value = {80},
                  .min = 0,
                  .max = 1e6,
                  .help = "Rounds of the planner over the forecast"},
                 {.name = "rate",
                  .default_value = {0.8},
                  .min = 0,
                  .help = "First learning rate of the planner"},
                 {.name = "nearline_rate",
                  .default_value = {0.8},
                  .min = 0,
                  .help = "Learning rate after every tick"}},
      .make = [](const ParamSet& params)
          -> Result<std::shared_ptr<const ContractAllocator>> {
        const FaccRules rules = {
            params.number("value_weight"),
            params.number("cost_weight"),
            params.number("target_cost"),
            static_cast<uint32_t>(params.integer("epochs")),
            params.number("rate"),
            params.number("nearline_rate")};
        return std::shared_ptr<const ContractAllocator>(
            std::make_shared<FaccAllocator>(rules));
      }};
}

}  // namespace souk::market
