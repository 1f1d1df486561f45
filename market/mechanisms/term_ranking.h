// Ranking by bids and terms that no bid changes: what ugsp, boosted and affine
// share.
//
// score_i = bid_i * weight_i + term_i. A candidate is eligible if its bid is
// positive and at least the reserve and its rate is positive; its score may be
// negative. Higher scores first; ties go to the lower position.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

#include "market/auction.h"
#include "market/check.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {

/// Without initial values: a TermRanking is made for every page view.
struct TermRanked {
  double score;
  double weight;
  double term;
  uint32_t candidate;
};

/// The best candidates, first the winner.
struct TermRanking {
  std::array<TermRanked, kMaxSlots + 1> best;
  size_t size = 0;
};

struct ScoreTerms {
  double weight;  ///< > 0
  double term;
};

/// Replaces `ranking` by the slots + 1 best candidates; `terms_of(i)` returns
/// the ScoreTerms of candidate i.
template <class TermsOf>
void RankWithTerms(const Auction& auction, double reserve,
                   const TermsOf& terms_of, TermRanking& ranking) {
  SOUK_CHECK(auction.slot_weight.size() <= kMaxSlots &&
                 auction.bid.size() == auction.rate.size(),
             "auction with ", auction.slot_weight.size(), " slots, ",
             auction.bid.size(), " bids, ", auction.rate.size(), " rates");
  ranking.size = 0;
  const size_t keep = auction.slot_weight.size() + 1;
  for (uint32_t i = 0; i < auction.bid.size(); ++i) {
    const double bid = auction.bid[i];
    if (!(bid > 0 && bid >= reserve && auction.rate[i] > 0)) continue;
    const ScoreTerms own = terms_of(i);
    InsertRanked(
        TermRanked{bid * own.weight + own.term, own.weight, own.term, i}, keep,
        ranking);
  }
}

/// Without boosts, on the fast path of Rank.
inline void RankUnboosted(const Auction& auction, double reserve,
                          TermRanking& ranking) {
  Ranking plain;
  Rank(auction, {.reserve = reserve, .weighted = true}, plain);
  ranking.size = plain.size;
  for (size_t k = 0; k < plain.size; ++k) {
    const Ranked& one = plain.best[k];
    ranking.best[k] = {one.score, one.weight, 0, one.candidate};
  }
}

/// RankWithTerms with what campaigns declare: weight_i = m_i * rate_i and the
/// boost of the campaign as its term.
inline void RankCampaigns(const Auction& auction, double reserve,
                          TermRanking& ranking) {
  const std::span<const double> weight = auction.weight;
  const std::span<const double> boost = auction.boost;
  SOUK_CHECK((weight.empty() || weight.size() == auction.bid.size()) &&
                 (boost.empty() || boost.size() == auction.bid.size()),
             weight.size(), " weights, ", boost.size(), " boosts, ",
             auction.bid.size(), " bids");
  if (boost.empty()) return RankUnboosted(auction, reserve, ranking);
  RankWithTerms(
      auction, reserve,
      [&](size_t i) -> ScoreTerms {
        const double own = weight.empty() ? 1 : weight[i];
        return {auction.rate[i] * own, boost[i]};
      },
      ranking);
}

/// The least bid with which `winner` still reaches `rival` (or, behind the
/// last candidate, null): at least the reserve.
inline double LeastBidToReach(const TermRanked& winner, const TermRanked* rival,
                              double reserve) {
  if (rival == nullptr) return reserve;
  return std::max(reserve, (rival->score - winner.term) / winner.weight);
}

/// Gives the slots to the best of `ranking`, in order, each at the least bid
/// that keeps its slot.
inline void AwardToTheNext(const Auction& auction, const TermRanking& ranking,
                           double reserve, Outcome& outcome) {
  const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
  for (uint32_t k = 0; k < filled; ++k) {
    const TermRanked* next =
        k + 1 < ranking.size ? &ranking.best[k + 1] : nullptr;
    const uint32_t winner = ranking.best[k].candidate;
    outcome.Add({k, winner,
                 WholePrice(LeastBidToReach(ranking.best[k], next, reserve),
                            auction.bid[winner])});
  }
}

}  // namespace souk::market
