// Weighted Vickrey-Clarke-Groves for separable click rates: some campaigns
// count for more, and bidding the value is still best.
//
//   score_i = m_i * bid_i * rate_i, s_k the k-th highest, 0 behind the last
//   slot k goes to s_k; with slot weights w_1 >= ... >= w_K, w_{K+1} = 0:
//
//   price = 1/w_k * sum_{l=k..K} (w_l - w_{l+1})
//                 * max(reserve, s_{l+1} / (m_i * rate_i))
//
// m_i is the campaign's `auction_weight`, which must not depend on bids. All 1:
// as `vcg`. Ties go to the candidate with the lower position. Prices are
// rounded to the nearest micro-unit and never exceed the bid. The affine
// maximiser without terms of its own: Roberts, "The Characterization of
// Implementable Choice Rules", 1979.
//
// Parameters:
//   reserve_micros  [micros]  least bid and price, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/thresholds.h"

namespace souk::market {
namespace {

class WeightedVcgMechanism final : public RankingMechanism {
 public:
  explicit WeightedVcgMechanism(double reserve)
      : RankingMechanism({.reserve = reserve, .weighted = true}) {}

 private:
  void DoAward(const Auction& auction, const Ranking& ranking,
               Outcome& outcome) const override {
    AwardAtThresholds(
        auction, ranking,
        [this](const Ranked& winner, const Ranked* rival) {
          return std::max(rule().reserve, ValueToReach(winner, rival));
        },
        outcome);
  }
};

}  // namespace

MechanismEntry WeightedVcg() {
  return {
      .name = "weighted_vcg",
      .help = "VCG with a weight for every campaign (auction_weight)",
      .traits = {.truthful = true},
      .params = {ReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const WeightedVcgMechanism>(
            params.number("reserve_micros"));
      }};
}

}  // namespace souk::market
