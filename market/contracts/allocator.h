// Contract allocators: which contract gets which share of which supply.
//
// An allocator is pure and has no state: a planner turns forecast and demand
// into one ContractDual per contract (the compact plan, O(1) per contract),
// and a server turns the duals into what the contracts want of a supply type
// or a page view, knowing nothing else. Published to the cells are the duals
// only. Two ways of serving, told by AllocatorTraits::way:
//
//   kShares  Shares(): x_jk, the probability that a page view of the type
//            shows contract j in slot k; a roulette draws from it
//   kScores  Score(): what contract j offers for slot k of this very page
//            view; the page with the largest sum wins (page_choice.h)
//
// Notation (Bharadwaj et al., "SHALE", arXiv 1203.3619): supply types i, page
// views s_i, contracts j, demand d_j, slots k, c_ik the share of slot k that
// contracts may take; units of supply S_j = sum over eligible i of
// s_i * sum_k c_ik; even share theta_j = d_j / S_j, so that an even plan has
// x_ijk = theta_j * c_ik. In a market with one slot and c = 1 these are the
// x_ij of the papers.
//
// Contracts are numbered by position. Order of service where a rule needs one
// (ServiceOrder below): ascending tier, then descending d_j / S_j, then larger
// d_j, then lower position.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "market/param.h"
#include "market/result.h"
#include "market/types.h"

namespace souk::market {

/// What is still to be delivered to one contract.
struct ContractDemand {
  double demand = 0;    ///< d_j impressions, >= 0; 0: wants nothing
  double penalty = 4;   ///< p_j per missing impression, > 0
  double evenness = 1;  ///< V_j > 0
  uint32_t tier = 0;
  /// Share of eligible page views that a frequency cap leaves, (0, 1].
  double usable = 1;
};

struct SupplyEdge {
  uint32_t contract = 0;
  double click_rate = 0;  ///< mean P(click | examined), [0, 1]
  /// Share of the type's page views that are eligible, (0, 1].
  double match = 1;
};

/// One supply type: page views that contracts cannot tell apart.
struct SupplyType {
  double page_views = 0;                ///< s_i, forecast, >= 0
  std::span<const double> slot_share;   ///< c_ik in [0, 1], one per slot
  std::span<const double> slot_weight;  ///< examination, (0, 1], as slot_share
  /// rho_ik: auction revenue displaced by a contract, in the unit of penalty;
  /// empty: 0.
  std::span<const double> displaced = {};
  std::span<const SupplyEdge> edges;  ///< ascending by contract, each once
};

/// Does the tasks 0 .. n - 1, in any order or at the same time.
using SideBySide =
    std::function<void(size_t n, const std::function<void(size_t)>& task)>;

struct AllocationProblem {
  std::span<const ContractDemand> contracts;
  std::span<const SupplyType> supply;
  /// For planners that can divide their work; empty: one after the other. The
  /// plan is the same to the last bit.
  SideBySide side_by_side = {};
};

/// What a server knows of a contract's plan. The meaning of alpha and second
/// is the allocator's; what it does not use is 0.
struct ContractDual {
  double demand = 0;  ///< d_j that the plan was made for; 0: not served
  double theta = 0;   ///< even share d_j / S_j; 0: no supply
  double evenness = 1;
  double penalty = 4;
  double alpha = 0;
  double second = 0;
  uint32_t rank = 0;  ///< place in the order of service, each once
  uint32_t tier = 0;  ///< as booked; no padding: goes into checkpoints as it is
};

struct ContractPlan {
  std::vector<ContractDual> duals;  ///< by contract
  // For people; 0 where a rule has no rounds.
  uint32_t rounds = 0;
  uint32_t unused = 0;
  double worst_violation = 0;  ///< of a constraint, relative
};

/// How a contract stood at the end of a tick.
struct Progress {
  double planned = 0;    ///< impressions until now
  double delivered = 0;  ///< until now
  double demand = 0;     ///< the goal
  double ticks = 1;      ///< of the whole window
  double mean_cost =
      0;  ///< displaced per impression until now, unit of penalty
};

/// A contract and a slot of one page view, for Score.
struct PlacementOffer {
  double click_rate = 0;   ///< predicted, of this page view
  double slot_weight = 1;  ///< examination
  double displaced = 0;  ///< what the auction would earn there, unit of penalty
};

struct AllocatorTraits {
  enum class Way : uint8_t { kShares, kScores };
  Way way = Way::kShares;
  /// kScores: contracts meet the auction; else they take any slot in which
  /// their score is above 0, and the auction gets the rest.
  bool meets_auction = false;
  /// A page never shows a contract twice.
  bool one_per_page = true;
  /// Shares add up to the demand wherever that is trivially possible.
  bool plans_supply = true;
  /// What contracts of a tier get does not depend on later tiers.
  bool respects_tiers = false;
};

class ContractAllocator {
 public:
  virtual ~ContractAllocator() = default;
  /// `last`: the plan before, for a warm start, by the same contracts; or null.
  /// The problem may be of any size, without contracts and without supply.
  virtual ContractPlan Plan(const AllocationProblem& problem,
                            const ContractPlan* last) const = 0;
  /// kShares: x_jk of one type, row-major, type.edges x slots. Replaces
  /// `shares`; never negative, columns sum to at most c_ik, rows to at most 1
  /// if one_per_page.
  virtual void Shares(const SupplyType& type,
                      std::span<const ContractDual> duals,
                      std::span<double> shares) const;
  /// kScores: in the unit of penalty; <= 0: does not want the slot.
  virtual double Score(const PlacementOffer& offer,
                       const ContractDual& dual) const;
  /// After every tick, before the next: nearline duals. Does nothing by
  /// default.
  virtual void Adjust(const Progress& progress, ContractDual& dual) const;
};

/// For every contract its place in the order of service.
std::vector<uint32_t> ServiceOrder(const AllocationProblem& problem);
/// S_j by contract: eligible page views x slot shares x match x usable.
std::vector<double> EligibleSupply(const AllocationProblem& problem);
/// Divides every slot's column by max(1, sum / c_k), then every row by
/// max(1, sum): any plan becomes one that a roulette can draw from.
void RepairShares(const SupplyType& type, std::span<double> shares);

struct AllocatorEntry {
  std::string name;
  std::string help;  ///< one line
  AllocatorTraits traits;
  std::vector<ParamSpec> params;
  std::function<Result<std::shared_ptr<const ContractAllocator>>(
      const ParamSet&)>
      make;
};

/// All allocators, ascending by name.
std::span<const AllocatorEntry> Allocators();

}  // namespace souk::market
