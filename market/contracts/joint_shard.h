// One part of the joint plan: some supply types with their own dual prices.
//
// All slots of a page are planned together:
//
//   min  1/2 sum w V_j / theta_ijk (x_ijk - theta_ijk)^2 + sum_j p_j u_j
//        - lambda sum w q_ijk x_ijk + sum w rho_ik x_ijk
//   s.t. sum_ik w x_ijk + u_j >= d_j   (alpha_j in [0, p_j])  delivery
//        sum_j x_ijk <= c_ik           (beta_ik >= 0)         page views
//        sum_k x_ijk <= 1              (gamma_ij >= 0)        one per page
//
// with w = s_i match_ij usable_j impressions if x were 1, and theta_ijk =
// theta_j e_ik (e_ik = c_ik: even over the allowed exposure). KKT:
//
//   x_ijk = theta_ijk max(0, 1 + (alpha_j + lambda (q_ijk - mean_j) - rho_ik
//                                 - (beta_ik + gamma_ij) / match_ij) / V_j)
//
// Centring by mean_j, a contract's mean over its even share, makes theta the
// neutral point. A shard knows alpha as given, and moves its own beta and
// gamma along the gradient; nothing but alpha and what was delivered is
// shared, so shards may run side by side. Memory is linear in edges, shares
// are never stored.
#pragma once

#include <span>
#include <vector>

#include "market/contracts/allocator.h"

namespace souk::market {

/// A supply type; spans have one entry per slot.
struct JointType {
  double page_views = 0;
  std::span<const double> even;  ///< theta_ijk / theta_j
  std::span<const double> room;  ///< c_ik
  std::span<const double> slot_weight;
  std::span<const double> displaced;  ///< empty: 0
  std::span<const SupplyEdge> edges;
};

/// The type of a problem: even over what contracts may take.
JointType JointTypeOf(const SupplyType& type);

/// A contract in one round.
struct JointContract {
  double reach = 1;    ///< 1 + (alpha_j - lambda mean_j) / V_j
  double theta = 0;    ///< 0: wants nothing
  double pull = 1;     ///< 1 / V_j
  double caution = 1;  ///< factor of steps in gamma, (0, 1]
};

/// The factor that a step of at most 1 may be taken with where the gradient
/// falls by `curvature` a unit.
constexpr double StepFactor(double curvature) {
  return curvature > 1 ? 1 / curvature : 1;
}

/// A step that cannot diverge with momentum: three kinds of duals, each with a
/// curvature of at most 1 (StepFactor), pull at a share.
inline constexpr double kSafeStep = 1.0 / 3;

/// How far duals go in one round.
struct JointMove {
  double step = 0.5;
  /// Nesterov's: duals are carried on by so much of their last move.
  double momentum = 0;
};

/// Nesterov's momentum, dropped whenever the last move went against the
/// gradient (O'Donoghue and Candes, "Adaptive restart for accelerated gradient
/// schemes", 2015).
class Momentum {
 public:
  /// (t - 1) / (t + 2), t = 1, 2, ... since the last restart.
  double value() const { return age_ / (age_ + 3); }
  /// `rise`: JointSums::rise of all duals together.
  void Learn(double rise) { age_ = rise < 0 ? 0 : age_ + 1; }

 private:
  double age_ = 0;
};

/// What the shares of the last round were like.
struct JointSums {
  std::vector<double> delivered;  ///< sum of s match x, by contract
  double violation = 0;           ///< the worst, relative to the constraint
  double rise = 0;  ///< gradient times the last move; < 0: overshot
};

class PlannerShard {
 public:
  /// `click_weight`: lambda, in units of penalty per click.
  PlannerShard(size_t contracts, double click_weight);

  /// All types are added before the first round.
  void Add(const JointType& type, std::span<const JointContract> contracts);
  /// Shares from `contracts` and the own duals; then the own duals move.
  void Round(std::span<const JointContract> contracts, const JointMove& move);
  const JointSums& sums() const { return sums_; }
  /// Rounds with momentum under fixed alphas, so that the own duals fit them.
  void Settle(std::span<const JointContract> contracts, uint32_t rounds);

  /// beta_k of the type added as number `type`.
  std::span<const double> SlotPrices(size_t type) const;
  /// gamma_j of its edges.
  std::span<const double> PagePrices(size_t type) const;
  /// x_jk at the duals of now, row-major as ContractAllocator::Shares.
  void Shares(std::span<const JointContract> contracts, size_t type,
              std::span<double> shares) const;
  /// Bytes held, for people.
  size_t bytes() const;

 private:
  struct TypeRow {
    double page_views;
    uint32_t first_edge, first_slot;
    uint32_t edges, slots;
  };
  struct Lanes;
  friend struct JointKernels;

  double click_weight_;
  std::vector<TypeRow> types_;
  // By type and slot.
  std::vector<double> even_, room_, weight_, displaced_;
  std::vector<double> beta_, beta_before_, beta_caution_;
  // By edge.
  std::vector<uint32_t> contract_;
  std::vector<double> click_rate_, match_, per_match_;
  std::vector<double> gamma_, gamma_before_;
  JointSums sums_;
};

}  // namespace souk::market
