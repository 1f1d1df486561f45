#include "market/contracts/joint_shard.h"

#include <algorithm>

#include "market/check.h"
#include "market/math_kernels.h"

namespace souk::market {
namespace {

/// The slots of one type, as the kernels see them.
struct SlotColumns {
  const double* __restrict even;
  const double* __restrict room;
  const double* __restrict weight;
  const double* __restrict displaced;
  const double* __restrict caution;
  double* __restrict beta;
  double* __restrict before;
};

/// The edges of one type.
struct EdgeColumns {
  const uint32_t* __restrict contract;
  const double* __restrict click_rate;
  const double* __restrict match;
  const double* __restrict per_match;
  double* __restrict gamma;
  double* __restrict before;
};

struct TypeView {
  double page_views;
  size_t edges, slots;
  double click_weight;
  SlotColumns slot;
  EdgeColumns edge;
};

/// An edge's part in all of its shares.
struct EdgeTerms {
  double base;   // theta
  double reach;  // 1 + (alpha - lambda mean - gamma / match) / V
  double click;  // lambda click_rate / V
  double pull;   // 1 / V
  double price;  // 1 / (match V)
};

SOUK_INLINE EdgeTerms TermsOf(const TypeView& type, size_t e,
                              const JointContract& contract) {
  const double price = contract.pull * type.edge.per_match[e];
  return {contract.theta, contract.reach - price * type.edge.gamma[e],
          type.click_weight * type.edge.click_rate[e] * contract.pull,
          contract.pull, price};
}

SOUK_INLINE double Share(const EdgeTerms& edge, const SlotColumns& slot,
                         size_t k) {
  const double z = (edge.reach + edge.click * slot.weight[k]) -
                   (edge.pull * slot.displaced[k] + edge.price * slot.beta[k]);
  return edge.base * slot.even[k] * (z > 0 ? z : 0);
}

/// Along the gradient to a price >= 0; carries on, returns the whole move.
SOUK_INLINE double MovePrice(double gradient, const JointMove& move,
                             double& price, double& before) {
  const double wanted = price + move.step * gradient;
  const double next = wanted > 0 ? wanted : 0;
  const double way = next - before;
  const double carried = next + move.momentum * way;
  price = carried > 0 ? carried : 0;
  before = next;
  return way;
}

/// The number of slots is known to the compiler if K > 0.
template <size_t K>
SOUK_INLINE void TypeRound(const TypeView& type,
                           const JointContract* __restrict contracts,
                           const JointMove& move, double* __restrict column,
                           double* __restrict delivered, double& violation,
                           double& rise) {
  const size_t slots = K > 0 ? K : type.slots;
  for (size_t k = 0; k < slots; ++k) column[k] = 0;
  double worst = violation;
  double page_rise = 0;
  for (size_t e = 0; e < type.edges; ++e) {
    const uint32_t j = type.edge.contract[e];
    const EdgeTerms terms = TermsOf(type, e, contracts[j]);
    double row = 0;
    for (size_t k = 0; k < slots; ++k) {
      const double x = Share(terms, type.slot, k);
      column[k] += x;
      row += x;
    }
    delivered[j] += type.page_views * type.edge.match[e] * row;
    const double excess = row - 1;
    worst = excess > worst ? excess : worst;
    page_rise += excess * MovePrice(excess * contracts[j].caution, move,
                                    type.edge.gamma[e], type.edge.before[e]);
  }
  for (size_t k = 0; k < slots; ++k) {
    const double excess = column[k] - type.slot.room[k];
    const double part = excess / type.slot.room[k];
    worst = excess > 0 && part > worst ? part : worst;
    page_rise += excess * MovePrice(excess * type.slot.caution[k], move,
                                    type.slot.beta[k], type.slot.before[k]);
  }
  violation = worst;
  rise += type.page_views * page_rise;
}

}  // namespace

JointType JointTypeOf(const SupplyType& type) {
  return {type.page_views,  type.slot_share, type.slot_share,
          type.slot_weight, type.displaced,  type.edges};
}

/// All columns at one type.
struct JointKernels {
  static TypeView View(PlannerShard& shard, const PlannerShard::TypeRow& type) {
    const size_t s = type.first_slot;
    const size_t e = type.first_edge;
    return {type.page_views,
            type.edges,
            type.slots,
            shard.click_weight_,
            {&shard.even_[s], &shard.room_[s], &shard.weight_[s],
             &shard.displaced_[s], &shard.beta_caution_[s], &shard.beta_[s],
             &shard.beta_before_[s]},
            {&shard.contract_[e], &shard.click_rate_[e], &shard.match_[e],
             &shard.per_match_[e], &shard.gamma_[e], &shard.gamma_before_[e]}};
  }

  SOUK_COLUMN_KERNEL static void AllTypes(PlannerShard& shard,
                                          const JointContract* contracts,
                                          const JointMove& move,
                                          double* column);
};

void JointKernels::AllTypes(PlannerShard& shard, const JointContract* contracts,
                            const JointMove& move, double* column) {
  JointSums& sums = shard.sums_;
  double* delivered = sums.delivered.data();
  double violation = 0;
  double rise = 0;
  for (const PlannerShard::TypeRow& row : shard.types_) {
    if (row.edges == 0) continue;
    const TypeView type = View(shard, row);
    double fixed[8];
    switch (row.slots) {
#define SOUK_SLOTS(K)                                                       \
  case K:                                                                   \
    TypeRound<K>(type, contracts, move, fixed, delivered, violation, rise); \
    break
      SOUK_SLOTS(1);
      SOUK_SLOTS(2);
      SOUK_SLOTS(3);
      SOUK_SLOTS(4);
#undef SOUK_SLOTS
      default:
        TypeRound<0>(type, contracts, move, column, delivered, violation, rise);
    }
  }
  sums.violation = violation;
  sums.rise = rise;
}

PlannerShard::PlannerShard(size_t contracts, double click_weight)
    : click_weight_(click_weight) {
  sums_.delivered.resize(contracts);
}

void PlannerShard::Add(const JointType& type,
                       std::span<const JointContract> contracts) {
  const size_t slots = type.room.size();
  types_.push_back({type.page_views, static_cast<uint32_t>(contract_.size()),
                    static_cast<uint32_t>(room_.size()),
                    static_cast<uint32_t>(type.edges.size()),
                    static_cast<uint32_t>(slots)});
  double curvature = 0;
  for (const SupplyEdge& edge : type.edges) {
    const JointContract& contract = contracts[edge.contract];
    curvature += contract.theta * contract.pull / edge.match;
    contract_.push_back(edge.contract);
    click_rate_.push_back(edge.click_rate);
    match_.push_back(edge.match);
    per_match_.push_back(1 / edge.match);
  }
  gamma_.resize(contract_.size());
  gamma_before_.resize(contract_.size());
  even_.insert(even_.end(), type.even.begin(), type.even.end());
  room_.insert(room_.end(), type.room.begin(), type.room.end());
  weight_.insert(weight_.end(), type.slot_weight.begin(),
                 type.slot_weight.end());
  displaced_.insert(displaced_.end(), type.displaced.begin(),
                    type.displaced.end());
  displaced_.resize(room_.size());
  beta_.resize(room_.size());
  beta_before_.resize(room_.size());
  for (double even : type.even) {
    beta_caution_.push_back(StepFactor(curvature * even));
  }
}

void PlannerShard::Round(std::span<const JointContract> contracts,
                         const JointMove& move) {
  std::ranges::fill(sums_.delivered, 0.0);
  std::vector<double> column;
  for (const TypeRow& type : types_) {
    if (type.slots > column.size()) column.resize(type.slots);
  }
  JointKernels::AllTypes(*this, contracts.data(), move, column.data());
}

void PlannerShard::Settle(std::span<const JointContract> contracts,
                          uint32_t rounds) {
  Momentum momentum;
  for (uint32_t round = 0; round < rounds; ++round) {
    Round(contracts, {kSafeStep, momentum.value()});
    momentum.Learn(sums_.rise);
  }
}

std::span<const double> PlannerShard::SlotPrices(size_t type) const {
  return std::span(beta_).subspan(types_[type].first_slot, types_[type].slots);
}

std::span<const double> PlannerShard::PagePrices(size_t type) const {
  return std::span(gamma_).subspan(types_[type].first_edge, types_[type].edges);
}

void PlannerShard::Shares(std::span<const JointContract> contracts, size_t type,
                          std::span<double> shares) const {
  const TypeRow& row = types_[type];
  SOUK_CHECK(shares.size() == size_t{row.edges} * row.slots, shares.size(),
             " shares for ", row.edges, " edges and ", row.slots, " slots");
  if (row.edges == 0) return;
  // Nothing moves, so nothing is written.
  const TypeView view =
      JointKernels::View(const_cast<PlannerShard&>(*this), row);
  for (size_t e = 0; e < row.edges; ++e) {
    const EdgeTerms terms = TermsOf(view, e, contracts[view.edge.contract[e]]);
    for (size_t k = 0; k < row.slots; ++k) {
      shares[e * row.slots + k] = Share(terms, view.slot, k);
    }
  }
}

size_t PlannerShard::bytes() const {
  const size_t slot_columns = 7;
  const size_t edge_columns = 5;
  return types_.size() * sizeof(TypeRow) +
         (room_.size() * slot_columns + contract_.size() * edge_columns) *
             sizeof(double) +
         contract_.size() * sizeof(uint32_t) +
         sums_.delivered.size() * sizeof(double);
}

}  // namespace souk::market
