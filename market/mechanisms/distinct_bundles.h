// Bundles that share no member: the lists of greatest welfare when every brand
// and every store gets at most one slot.
//
//   maximise sum_k weight_k * score_(k) over sets of at most K bundles, no two
//   with a common brand or store; the set fills the slots by rank
//
// Found by branch and bound along the ranking. Only few bundles matter: not
// those behind K others of their brand or store (one of the K is free and
// better), and of the rest the first (K - 1) (2 K - 1) + 1 (each of K - 1
// winners rules out itself and at most 2 (K - 1) others). So with up to 3 slots
// at most 11 bundles are searched, whatever the page holds.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/mechanisms/joint_ranking.h"

namespace souk::market {

/// Steps of the search. 12 bundles cannot need more, so up to 3 slots are
/// exact; random pages of up to 6 slots needed 400 at most, those of 8 slots of
/// nearly equal weight up to this many. A search that would need more is cut
/// off with the best list so far, at least as good as taking the best bundle
/// that is still possible, slot by slot.
inline constexpr uint32_t kMostSearchSteps = 1U << 12;

/// `ranked`: by rank, scores >= 0. Of equally good lists the one that stands
/// first (by its first bundle, then its second, ...). By rank.
std::vector<RankedBundle> DistinctWinners(std::span<const RankedBundle> ranked,
                                          std::span<const double> slot_weight);

}  // namespace souk::market
