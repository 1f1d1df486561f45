// The few best of up to 64 candidates: the hot path of ranking.
//
// A plain insertion sort mispredicts every other branch. Here most candidates
// are ruled out by one comparison with a lower bound of the keep-th best
// score, and only the contenders that pass are put in order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "market/auction.h"

namespace souk::market {

inline constexpr size_t kScoreTile = 64;

/// Columns of `size` candidates, 1 to kScoreTile.
struct Contest {
  const double* bid;
  const double* rate;
  const double* weight;
  size_t size;
  double reserve;  ///< eligible: bid > 0, bid >= reserve and rate > 0
  double floor;    ///< lower scores are of no interest, >= 0
  size_t keep;     ///< 1 to kMaxSlots + 1
};

struct TopScores {
  /// bid * weight of every candidate, below 0 if it is not eligible.
  alignas(64) std::array<double, kScoreTile> score;
  /// The keep best (or all, if there are fewer) by rank: higher scores first,
  /// then lower positions.
  std::array<uint8_t, kScoreTile> position;
  size_t size;
};

/// Replaces `top`.
void FindTop(const Contest& contest, TopScores& top);
/// The same without hand-written vector code; exported for tests.
void FindTopPortable(const Contest& contest, TopScores& top);

}  // namespace souk::market
