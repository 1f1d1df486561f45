// The master of the joint plan (joint_shard.h): projected gradient on the
// duals.
//
//   alpha_j <- clip(alpha_j + eta (d_j - delivered_j) / d_j, 0, p_j)
//
// and beta, gamma likewise in the shards, all from the same shares. Rounds with
// momentum take eta = 2/3 `step` (kSafeStep by default). Plain rounds take
// eta_t = step / (1 + t / step_decay), and divide by the contract's eligible
// page views instead of d_j.
//
// Shards are cut by edges, so their number belongs to the problem; their sums
// are added up in their order, whoever made them.
#pragma once

#include <vector>

#include "market/contracts/joint_shard.h"

namespace souk::market {

struct JointRules {
  double click_weight = 5;  ///< lambda
  uint32_t rounds = 4000;   ///< at most
  double step = 0.5;
  double step_decay = 800;  ///< plain rounds only
  double tolerance = 1e-3;  ///< of the worst violation
  bool momentum = true;
  uint32_t local_rounds = 100;  ///< of a type's own duals under given alphas
};

/// The parameters of JointRules, and the rules that they stand for.
std::vector<ParamSpec> JointParams();
JointRules JointRulesOf(const ParamSet& params);

class JointPlanner {
 public:
  JointPlanner(std::span<const ContractDemand> contracts,
               std::span<const JointType> types, const JointRules& rules);

  /// Alphas to start from, by contract, instead of 0.
  void StartFrom(std::span<const ContractDual> last);
  /// One round of all shards and of the master.
  void Round();
  /// Rounds until the worst violation is below the tolerance and fulfilment
  /// has moved by less than 1e-5 in 50 rounds, or no rounds are left.
  void Solve();
  void set_side_by_side(const SideBySide& side_by_side) {
    side_by_side_ = side_by_side;
  }

  std::span<const double> alphas() const { return alpha_; }
  /// Mean click rate x slot weight over the even share, by contract.
  std::span<const double> means() const { return mean_; }
  std::span<const JointContract> contracts() const { return contracts_; }
  std::span<const PlannerShard> shards() const { return shards_; }
  /// Of the last round's shares: how far a constraint was missed, relative to
  /// it (delivery: unless its alpha is at the penalty).
  double violation() const { return violation_; }
  double fulfilment() const { return fulfilment_; }
  uint32_t rounds() const { return round_; }

 private:
  void AddContracts(std::span<const JointType> types);
  void CutShards(std::span<const JointType> types);
  void ReachFromAlphas();
  void ForShards(const std::function<void(PlannerShard&)>& task);
  double AddUpShards();
  double MoveAlphas(const JointMove& move);

  JointRules rules_;
  SideBySide side_by_side_;
  std::vector<ContractDemand> demand_;
  std::vector<double> alpha_, before_, pages_, mean_, delivered_;
  std::vector<JointContract> contracts_;
  std::vector<PlannerShard> shards_;
  Momentum momentum_;
  double violation_ = 0, fulfilment_ = 0;
  uint32_t round_ = 0;
};

/// The compact plan: alpha, and as second the mean of means().
ContractPlan PlanJointly(const AllocationProblem& problem,
                         const ContractPlan* last, const JointRules& rules);

/// x_jk of a type from a compact plan, before repair.
void JointShares(const SupplyType& type, std::span<const ContractDual> duals,
                 const JointRules& rules, std::span<double> shares);

}  // namespace souk::market
