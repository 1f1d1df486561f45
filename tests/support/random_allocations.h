// Random allocation problems.
#pragma once

#include <algorithm>

#include "market/random.h"
#include "tests/support/allocation_problems.h"

namespace souk::test {

/// What a random problem may have.
struct ProblemRange {
  uint32_t contracts = 8;  ///< at most
  uint32_t types = 10;     ///< at most
  uint32_t slots = 4;      ///< at most, in every type
  uint32_t tiers = 1;
  double load = 0.8;        ///< sum of d_j by units of supply, before capping
  double most_of_own = 10;  ///< d_j is at most this part of S_j
  bool partial = true;      ///< matches and caps below 1, closed slots
};

/// Draws of one problem, by name of what is drawn.
class ProblemDraws {
 public:
  explicit ProblemDraws(uint32_t problem) : problem_(problem) {}
  double Uniform(uint32_t kind, uint32_t index) const {
    return stream_.Uniform(problem_, kind, index);
  }
  /// 1 to `most`.
  uint32_t Count(uint32_t kind, uint32_t most) const {
    return 1 + static_cast<uint32_t>(stream_.Integer(most, problem_, kind, 0));
  }
  /// At times 1, else in [0.2, 1).
  double Part(uint32_t kind, uint32_t index) const {
    const double u = Uniform(kind, index);
    return u < 0.5 ? 1 : 0.2 + 1.6 * (u - 0.5);
  }

 private:
  const market::Stream stream_{5, 0, market::Purpose::kTest};
  const uint64_t problem_;
};

inline OwnedType RandomType(const ProblemDraws& draws,
                            const ProblemRange& range, uint32_t contracts,
                            uint32_t i) {
  OwnedType type{.page_views = 20 + 400 * draws.Uniform(1, i),
                 .slot_share = {},
                 .edges = {},
                 .slot_weight = {},
                 .displaced = {}};
  const uint32_t slots = draws.Count(100 + i, range.slots);
  const bool priced = draws.Uniform(2, i) < 0.3;
  for (uint32_t k = 0; k < slots; ++k) {
    const double share = draws.Uniform(3, 16 * i + k);
    type.slot_share.push_back(range.partial && share < 0.1 ? 0 : share);
    type.slot_weight.push_back(1 / (1.0 + k));
    if (priced) type.displaced.push_back(0.5 * draws.Uniform(4, 16 * i + k));
  }
  if (draws.Uniform(5, i) < 0.4) std::ranges::fill(type.slot_share, 1);
  for (uint32_t j = 0; j < contracts; ++j) {
    const uint32_t pair = 1000 * i + j;
    if (draws.Uniform(6, pair) > 0.5) continue;
    type.edges.push_back({j, 0.1 * draws.Uniform(7, pair),
                          range.partial ? draws.Part(8, pair) : 1});
  }
  return type;
}

inline OwnedProblem RandomProblem(const ProblemRange& range, uint32_t index) {
  const ProblemDraws draws(index);
  const uint32_t contracts = draws.Count(20, range.contracts);
  std::vector<OwnedType> types;
  for (uint32_t i = draws.Count(21, range.types); i-- > 0;) {
    types.push_back(RandomType(draws, range, contracts, i));
  }
  std::vector<market::ContractDemand> demands;
  double wanted = 0, open = 0;
  for (uint32_t j = 0; j < contracts; ++j) {
    demands.push_back({.demand = 0.05 + draws.Uniform(22, j),
                       .penalty = 1 + 9 * draws.Uniform(23, j),
                       .evenness = 0.5 + draws.Uniform(24, j),
                       .tier = j % range.tiers,
                       .usable = range.partial ? draws.Part(25, j) : 1});
    wanted += demands.back().demand;
  }
  for (const OwnedType& type : types) {
    for (const double share : type.slot_share) open += type.page_views * share;
  }
  const OwnedProblem unscaled(demands, types);
  const auto supply = market::EligibleSupply(unscaled.view());
  for (uint32_t j = 0; j < contracts; ++j) {
    demands[j].demand = std::min(demands[j].demand * range.load * open / wanted,
                                 range.most_of_own * supply[j]);
  }
  return {std::move(demands), std::move(types)};
}

}  // namespace souk::test
