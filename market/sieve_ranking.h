// Ranks the contenders of many page views at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "market/mechanisms/ranking.h"
#include "market/sieve_columns.h"

namespace souk::market {

/// Page views of one look of the sieve.
inline constexpr size_t kLookPages = 64;

/// Contenders [first, first + size) of every page of a look.
struct LookShape {
  std::array<int32_t, kLookPages> first;
  std::array<int32_t, kLookPages> size;
  size_t pages = 0;
};

/// For every page the contenders by score, best first, then by position.
struct LookRanking {
  using Column = std::array<double, kLookPages>;
  using Positions = std::array<int32_t, kLookPages>;
  /// By rank, then by page. Below 0: nobody.
  std::array<Column, kMaxSlots + 1> score;
  std::array<Positions, kMaxSlots + 1> position;
};

/// Fills contenders.score of [first, last): bid * weight as Rank() has it,
/// below 0 if not eligible.
void ScoreContenders(const RankingRule& rule, size_t first, size_t last,
                     ContenderColumns& contenders);

/// Puts the `keep` best of every page in order.
void RankContenders(const ContenderColumns& contenders, const LookShape& shape,
                    size_t keep, LookRanking& ranking);

/// Whether cap[line] is below the bid of one of `size` contenders.
bool CapsBind(const ContenderColumns& contenders, size_t first, size_t size,
              const double* cap);

}  // namespace souk::market
