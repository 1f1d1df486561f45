#include "market/mechanisms/ranking.h"

#include <algorithm>
#include <cmath>

#include "market/check.h"
#include "market/vector_math.h"

namespace souk::market {
namespace {

/// Puts `one` behind all scores that are as high; drops the last if full.
void Insert(const Ranked& one, size_t keep, Ranking& ranking) {
  if (ranking.size < keep) ++ranking.size;
  size_t rank = ranking.size - 1;
  for (; rank > 0 && ranking.best[rank - 1].score < one.score; --rank) {
    ranking.best[rank] = ranking.best[rank - 1];
  }
  ranking.best[rank] = one;
}

template <class Weight>
void RankBy(const Auction& auction, double reserve, Weight weight,
            Ranking& ranking) {
  const size_t keep = auction.slot_weight.size() + 1;
  const double least = std::max(reserve, 0.0);
  double threshold = -1;  // every eligible score is higher
  for (size_t i = 0; i < auction.bid.size(); ++i) {
    const double bid = auction.bid[i];
    const double rate = auction.rate[i];
    const double candidate_weight = weight(rate);
    const double score = bid * candidate_weight;
    if (!(score > threshold)) continue;
    if (!(bid > 0 && bid >= least && rate > 0)) continue;
    Insert({score, candidate_weight, static_cast<uint32_t>(i)}, keep, ranking);
    if (ranking.size == keep) threshold = ranking.best[keep - 1].score;
  }
}

}  // namespace

void Rank(const Auction& auction, const RankingRule& rule, Ranking& ranking) {
  SOUK_CHECK(auction.slot_weight.size() <= kMaxSlots &&
                 auction.bid.size() == auction.rate.size(),
             "auction with ", auction.slot_weight.size(), " slots, ",
             auction.bid.size(), " bids, ", auction.rate.size(), " rates");
  ranking.size = 0;
  const double exponent = rule.quality_exponent;
  if (exponent == 1) {
    RankBy(
        auction, rule.reserve, [](double rate) { return rate; }, ranking);
  } else if (exponent == 0) {
    RankBy(
        auction, rule.reserve, [](double) { return 1.0; }, ranking);
  } else {
    RankBy(
        auction, rule.reserve,
        [=](double rate) { return Exp(exponent * Log(rate)); }, ranking);
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
