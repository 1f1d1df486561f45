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

/// What a slot gives to and asks of an edge.
struct SlotTerms {
  double even, weight, displaced, beta;
};

SOUK_INLINE SlotTerms TermsOf(const SlotColumns& slot, size_t k) {
  return {slot.even[k], slot.weight[k], slot.displaced[k], slot.beta[k]};
}

SOUK_INLINE double Share(const EdgeTerms& edge, const SlotTerms& slot) {
  const double z = (edge.reach + edge.click * slot.weight) -
                   (edge.pull * slot.displaced + edge.price * slot.beta);
  return edge.base * slot.even * (z > 0 ? z : 0);
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

/// Whether a price of 0 stays where it is, as most gammas do.
SOUK_INLINE bool Rests(double excess, double price, double before) {
  return excess <= 0 && price == 0 && before == 0;
}

/// Sums of one type.
struct TypeSums {
  double violation = 0;
  double rise = 0;
};

/// gamma of one edge.
SOUK_INLINE void MovePagePrice(const EdgeColumns& edge, size_t e, double row,
                               double caution, const JointMove& move,
                               TypeSums& sums) {
  const double excess = row - 1;
  if (Rests(excess, edge.gamma[e], edge.before[e])) return;
  if (excess > sums.violation) sums.violation = excess;
  sums.rise +=
      excess * MovePrice(excess * caution, move, edge.gamma[e], edge.before[e]);
}

/// beta of one slot.
SOUK_INLINE void MoveSlotPrice(const SlotColumns& slot, size_t k, double column,
                               const JointMove& move, TypeSums& sums) {
  const double excess = column - slot.room[k];
  if (excess > sums.violation * slot.room[k]) {
    sums.violation = excess / slot.room[k];
  }
  sums.rise += excess * MovePrice(excess * slot.caution[k], move, slot.beta[k],
                                  slot.before[k]);
}

/// K slots, known to the compiler, so that they stay in registers.
template <size_t K>
struct FixedSlots {
  double even[K], weight[K], displaced[K], beta[K];
  double column[K] = {};

  SOUK_INLINE explicit FixedSlots(const SlotColumns& slot) {
    for (size_t k = 0; k < K; ++k) {
      even[k] = slot.even[k];
      weight[k] = slot.weight[k];
      displaced[k] = slot.displaced[k];
      beta[k] = slot.beta[k];
    }
  }
  SOUK_INLINE static size_t size() { return K; }
  SOUK_INLINE SlotTerms at(size_t k) const {
    return {even[k], weight[k], displaced[k], beta[k]};
  }
};

/// Any number of slots; `column`: as many sums, replaced.
struct AnySlots {
  const SlotColumns& slot;
  size_t count;
  double* __restrict column;

  SOUK_INLINE AnySlots(const TypeView& type, double* sums)
      : slot(type.slot), count(type.slots), column(sums) {
    for (size_t k = 0; k < count; ++k) column[k] = 0;
  }
  SOUK_INLINE size_t size() const { return count; }
  SOUK_INLINE SlotTerms at(size_t k) const { return TermsOf(slot, k); }
};

template <class Slots>
SOUK_INLINE TypeSums TypeRound(const TypeView& type, Slots slots,
                               const JointContract* __restrict contracts,
                               const JointMove& move,
                               double* __restrict delivered) {
  TypeSums sums;
  for (size_t e = 0; e < type.edges; ++e) {
    const uint32_t j = type.edge.contract[e];
    const EdgeTerms terms = TermsOf(type, e, contracts[j]);
    double row = 0;
    for (size_t k = 0; k < slots.size(); ++k) {
      const double x = Share(terms, slots.at(k));
      slots.column[k] += x;
      row += x;
    }
    delivered[j] += type.page_views * type.edge.match[e] * row;
    MovePagePrice(type.edge, e, row, contracts[j].caution, move, sums);
  }
  for (size_t k = 0; k < slots.size(); ++k) {
    MoveSlotPrice(type.slot, k, slots.column[k], move, sums);
  }
  return sums;
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
  double* const delivered = shard.sums_.delivered.data();
  for (const PlannerShard::TypeRow& row : shard.types_) {
    const TypeView type = View(shard, row);
    TypeSums sums;
    switch (row.slots) {
      case 1:
        sums = TypeRound(type, FixedSlots<1>(type.slot), contracts, move,
                         delivered);
        break;
      case 2:
        sums = TypeRound(type, FixedSlots<2>(type.slot), contracts, move,
                         delivered);
        break;
      case 3:
        sums = TypeRound(type, FixedSlots<3>(type.slot), contracts, move,
                         delivered);
        break;
      case 4:
        sums = TypeRound(type, FixedSlots<4>(type.slot), contracts, move,
                         delivered);
        break;
      default:
        sums =
            TypeRound(type, AnySlots(type, column), contracts, move, delivered);
    }
    shard.sums_.violation = std::max(shard.sums_.violation, sums.violation);
    shard.sums_.rise += type.page_views * sums.rise;
  }
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
  sums_.violation = sums_.rise = 0;
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
      shares[e * row.slots + k] = Share(terms, TermsOf(view.slot, k));
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
