// Threshold payments of a ranking: what vcg, weighted_vcg, affine and myerson
// share.
//
// The winner of slot k pays, per charged event,
//
//   1/w_k * sum_{l=k..K} (w_l - w_{l+1}) * least_bid(winner, rival of rank l+1)
//
// with w the slot weights (w_{K+1} = 0): each step of slot weight at the least
// bid that would reach it. A ranking is anything with `best` and `size`; the
// rival is a null pointer behind the last candidate.
#pragma once

#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {

template <class Ranking, class LeastBid>
double ThresholdPrice(std::span<const double> weight, const Ranking& ranking,
                      size_t k, const LeastBid& least_bid) {
  double sum = 0;
  for (size_t l = k; l < weight.size(); ++l) {
    const double next = l + 1 < weight.size() ? weight[l + 1] : 0;
    const auto* rival = l + 1 < ranking.size ? &ranking.best[l + 1] : nullptr;
    sum += (weight[l] - next) * least_bid(ranking.best[k], rival);
  }
  return sum / weight[k];
}

/// Gives the slots to the best of `ranking`, in order, at their thresholds.
template <class Ranking, class LeastBid>
void AwardAtThresholds(const Auction& auction, const Ranking& ranking,
                       const LeastBid& least_bid, Outcome& outcome) {
  const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
  for (uint32_t k = 0; k < filled; ++k) {
    const uint32_t winner = ranking.best[k].candidate;
    const double price =
        ThresholdPrice(auction.slot_weight, ranking, k, least_bid);
    outcome.Add({k, winner, WholePrice(price, auction.bid[winner])});
  }
}

/// The value that reaches `rival`'s score; 0 behind the last candidate.
inline double ValueToReach(const Ranked& winner, const Ranked* rival) {
  return rival == nullptr ? 0 : rival->score / winner.weight;
}

}  // namespace souk::market
