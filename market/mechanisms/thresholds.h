// Threshold payments of a ranking: what vcg, weighted_vcg and myerson share.
//
// The winner of slot k pays, per charged event,
//
//   1/w_k * sum_{l=k..K} (w_l - w_{l+1}) * least_bid(s_{l+1} / weight)
//
// with w the slot weights (w_{K+1} = 0), s the ranked scores (0 behind the
// last) and `weight` what its own value is multiplied with in its score: each
// step of slot weight at the least bid that would reach it.
#pragma once

#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {

template <class LeastBid>
double ThresholdPrice(std::span<const double> weight, const Ranking& ranking,
                      size_t k, const LeastBid& least_bid) {
  double sum = 0;
  for (size_t l = k; l < weight.size(); ++l) {
    const double next = l + 1 < weight.size() ? weight[l + 1] : 0;
    const double value = ranking.score(l + 1) / ranking.best[k].weight;
    sum += (weight[l] - next) * least_bid(value);
  }
  return sum / weight[k];
}

/// Gives the slots to the best of `ranking`, in order, at their thresholds.
/// `least_bid` maps a value >= 0 to the least bid that is worth it.
template <class LeastBid>
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

}  // namespace souk::market
