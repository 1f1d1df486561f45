#include "market/mechanisms/ranking.h"

#include <algorithm>

#include "market/check.h"
#include "market/mechanisms/top_scores.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

/// `rate` or its powers, which then lie in `powers`.
const double* Weights(std::span<const double> rate, double exponent,
                      std::array<double, kScoreTile>& powers) {
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

/// Multiplies `weight` by the campaigns' own weights, into `product`.
const double* TimesOwn(const double* weight, std::span<const double> own,
                       std::array<double, kScoreTile>& product) {
  for (size_t i = 0; i < own.size(); ++i) product[i] = weight[i] * own[i];
  return product.data();
}

/// `bid` or what it counts for, which then lies in `values`.
const double* Bids(std::span<const double> bid, const BidValues* values_of,
                   std::array<double, kScoreTile>& values) {
  if (values_of == nullptr) return bid.data();
  values_of->Evaluate(bid, {values.data(), bid.size()});
  return values.data();
}

/// Adds the candidates of a tile that starts at position `first`.
void AddTile(const Contest& contest, uint32_t first, Ranking& ranking) {
  TopScores top;
  FindTop(contest, top);
  const bool alone = ranking.size == 0;
  for (size_t k = 0; k < top.size; ++k) {
    const size_t at = top.position[k];
    const Ranked one = {top.score[at], contest.weight[at],
                        first + top.position[k]};
    if (alone) {
      ranking.best[k] = one;
      ranking.size = k + 1;
    } else {
      InsertRanked(one, contest.keep, ranking);
    }
  }
}

}  // namespace

void Rank(const Auction& auction, const RankingRule& rule, Ranking& ranking) {
  SOUK_CHECK(auction.slot_weight.size() <= kMaxSlots &&
                 auction.bid.size() == auction.rate.size(),
             "auction with ", auction.slot_weight.size(), " slots, ",
             auction.bid.size(), " bids, ", auction.rate.size(), " rates");
  SOUK_CHECK(
      auction.weight.empty() || auction.weight.size() == auction.bid.size(),
      auction.weight.size(), " weights, ", auction.bid.size(), " bids");
  ranking.size = 0;
  const size_t keep = auction.slot_weight.size() + 1;
  std::array<double, kScoreTile> values, powers;
  for (size_t first = 0; first < auction.bid.size(); first += kScoreTile) {
    const size_t size = std::min(kScoreTile, auction.bid.size() - first);
    const std::span<const double> rate = auction.rate.subspan(first, size);
    const double floor = ranking.size == keep ? ranking.best[keep - 1].score
                                              : rule.score_reserve;
    const double* weight = Weights(rate, rule.quality_exponent, powers);
    if (rule.weighted && !auction.weight.empty()) {
      weight = TimesOwn(weight, auction.weight.subspan(first, size), powers);
    }
    AddTile({Bids(auction.bid.subspan(first, size), rule.values, values),
             rate.data(), weight, size, rule.reserve, floor, keep},
            static_cast<uint32_t>(first), ranking);
  }
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

ParamSpec ScoreReserveParam() {
  return {.name = "score_reserve_micros",
          .unit = "micros",
          .default_value = {0},
          .min = 0,
          .max = 1e15,
          .help = "Least score bid x rate^quality_exponent of a winner."};
}

}  // namespace souk::market
