// Affine maximiser for separable click rates: campaigns count for more or less
// and have a head start or a handicap; bidding the value is still best.
//
//   score_i = m_i * bid_i * rate_i + beta_i, s_k the k-th highest
//   slot k goes to s_k; with slot weights w_1 >= ... >= w_K, w_{K+1} = 0:
//
//   price = 1/w_k * sum_{l=k..K} (w_l - w_{l+1})
//                 * max(reserve, (s_{l+1} - beta_i) / (m_i * rate_i))
//
// and the reserve behind the last candidate. m_i is the campaign's
// `auction_weight` and beta_i its `auction_boost_micros`, which must not depend
// on bids; the list A has lambda(A) = sum_k w_k * beta_{A_k}. Lists fill the
// slots from the top as long as there are candidates. Prices compare with all
// lists, also those that show i (its value counted as 0), so they are never
// negative. Boosts of 0: as `weighted_vcg`. Ties go to the candidate with the
// lower position. Prices are rounded to the nearest micro-unit and never exceed
// the bid. Roberts, "The Characterization of Implementable Choice Rules", 1979.
//
// Parameters:
//   reserve_micros  [micros]  least bid and price, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/term_ranking.h"
#include "market/mechanisms/thresholds.h"

namespace souk::market {
namespace {

class AffineMechanism final : public Mechanism {
 public:
  explicit AffineMechanism(double reserve) : reserve_(reserve) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    TermRanking ranking;
    RankCampaigns(auction, reserve_, ranking);
    AwardAtThresholds(
        auction, ranking,
        [this](const TermRanked& winner, const TermRanked* rival) {
          return LeastBidToReach(winner, rival, reserve_);
        },
        outcome);
  }

  double reserve_;
};

}  // namespace

MechanismEntry Affine() {
  return {
      .name = "affine",
      .help = "VCG with a weight and a boost for every campaign",
      .traits = {.truthful = true},
      .params = {ReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const AffineMechanism>(
            params.number("reserve_micros"));
      }};
}

}  // namespace souk::market
