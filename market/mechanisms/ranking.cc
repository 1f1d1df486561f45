#include "market/mechanisms/ranking.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "market/check.h"
#include "market/math_kernels.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

// Candidates are scored in tiles. Most of a tile is ruled out by one
// comparison with a lower bound of its keep-th best score; the few that pass
// are put in order. A plain insertion sort mispredicts every other branch and
// takes twice as long.

constexpr size_t kTile = 64;
constexpr size_t kLanes = 8;
constexpr double kIneligible = -1;  // below every score

using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));
using Counts = int64_t __attribute__((vector_size(kLanes * sizeof(double))));
using Tile = std::array<double, kTile>;

/// Scores of the first `size` candidates, then kIneligible up to full lanes.
SOUK_COLUMN_KERNEL void ScoreTile(const Auction& auction, const double* weight,
                                  double least, double* __restrict score) {
  const double* bid = auction.bid.data();
  const double* rate = auction.rate.data();
  const size_t size = auction.bid.size();
  for (size_t i = 0; i < size; ++i) {
    const bool eligible = (bid[i] > 0) & (bid[i] >= least) & (rate[i] > 0);
    const double value = bid[i] * weight[i];
    score[i] = eligible ? value : kIneligible;
  }
}

/// At most the keep-th best score of the tile (kIneligible if that is all
/// that is known): the keep-th best of the maxima of eight interleaved parts.
SOUK_COLUMN_KERNEL double LowerBound(const double* score, size_t size,
                                     size_t keep) {
  Lanes best;
  std::memcpy(&best, score, sizeof(best));
  for (size_t i = kLanes; i < size; i += kLanes) {
    Lanes next;
    std::memcpy(&next, score + i, sizeof(next));
    best = best > next ? best : next;
  }
  Counts at_least = {};
  for (size_t j = 0; j < kLanes; ++j) at_least -= best <= best[j];
  double bound = kIneligible;
  for (size_t j = 0; j < kLanes; ++j) {
    const double lane =
        at_least[j] >= static_cast<int64_t>(keep) ? best[j] : kIneligible;
    bound = bound < lane ? lane : bound;
  }
  return bound;
}

/// Positions of the scores that are at least `bound`, ascending.
size_t Select(const Tile& score, size_t size, double bound,
              std::array<uint32_t, kTile + 1>& where) {
  size_t found = 0;
  for (uint32_t i = 0; i < size; ++i) {
    where[found] = i;
    found += score[i] >= bound ? 1 : 0;
  }
  return found;
}

/// Puts `one` behind all scores that are as high; drops the last if full.
void Insert(const Ranked& one, size_t keep, Ranking& ranking) {
  if (ranking.size == keep) {
    if (!(one.score > ranking.best[keep - 1].score)) return;
  } else {
    ++ranking.size;
  }
  size_t rank = ranking.size - 1;
  for (; rank > 0 && ranking.best[rank - 1].score < one.score; --rank) {
    ranking.best[rank] = ranking.best[rank - 1];
  }
  ranking.best[rank] = one;
}

double QualityWeight(double rate, double exponent) {
  if (exponent == 1) return rate;
  if (exponent == 0) return 1;
  return Exp(exponent * Log(rate));
}

/// `rate` or its powers, which then lie in `powers`.
const double* Weights(std::span<const double> rate, double exponent,
                      Tile& powers) {
  if (exponent == 1) return rate.data();
  const std::span<double> column(powers.data(), rate.size());
  if (exponent == 0) {
    std::ranges::fill(column, 1.0);
    return powers.data();
  }
  std::ranges::copy(rate, column.begin());
  LogColumn(column);
  for (double& one : column) one *= exponent;
  ExpColumn(column);
  return powers.data();
}

/// Ranks the candidates of `tile`, which starts at position `first`.
void RankTile(const Auction& tile, const RankingRule& rule, uint32_t first,
              Ranking& ranking) {
  const size_t size = tile.bid.size();
  const size_t keep = tile.slot_weight.size() + 1;
  alignas(64) Tile score;
  Tile powers;
  std::array<uint32_t, kTile + 1> where;
  const size_t whole = (size + kLanes - 1) / kLanes * kLanes;
  const double exponent = rule.quality_exponent;
  ScoreTile(tile, Weights(tile.rate, exponent, powers), rule.reserve,
            score.data());
  std::fill(score.begin() + static_cast<ptrdiff_t>(size),
            score.begin() + static_cast<ptrdiff_t>(whole), kIneligible);
  const double bound = std::max(0.0, LowerBound(score.data(), whole, keep));
  const size_t found = Select(score, size, bound, where);
  for (size_t i = 0; i < found; ++i) {
    const uint32_t at = where[i];
    Insert({score[at], QualityWeight(tile.rate[at], exponent), first + at},
           keep, ranking);
  }
}

}  // namespace

void Rank(const Auction& auction, const RankingRule& rule, Ranking& ranking) {
  SOUK_CHECK(auction.slot_weight.size() <= kMaxSlots &&
                 auction.bid.size() == auction.rate.size(),
             "auction with ", auction.slot_weight.size(), " slots, ",
             auction.bid.size(), " bids, ", auction.rate.size(), " rates");
  ranking.size = 0;
  for (size_t first = 0; first < auction.bid.size(); first += kTile) {
    const size_t size = std::min(kTile, auction.bid.size() - first);
    const Auction tile = {auction.bid.subspan(first, size),
                          auction.rate.subspan(first, size),
                          auction.slot_weight};
    RankTile(tile, rule, static_cast<uint32_t>(first), ranking);
  }
}

double WholePrice(double price, double bid) {
  return std::min(std::floor(price + 0.5), bid);
}

ParamSpec ReserveParam() {
  return {.name = "reserve_micros",
          .unit = "micros",
          .shape = ParamShape::kInteger,
          .default_value = {0},
          .min = 0,
          .max = 1e15,
          .help = "Least bid and least price for one charged event."};
}

ParamSpec QualityExponentParam() {
  return {.name = "quality_exponent",
          .default_value = {1},
          .min = 0,
          .max = 1,
          .help = "Ranks by bid x rate^quality_exponent; 0: by bid alone."};
}

}  // namespace souk::market
