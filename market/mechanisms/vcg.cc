// Vickrey-Clarke-Groves for separable click rates: winners pay the harm they
// do to the others; bidding the value is best whatever the others do.
//
//   score_i = bid_i * rate_i, s_k the k-th highest, 0 behind the last
//   slot k goes to s_k; with slot weights w_1 >= ... >= w_K, w_{K+1} = 0:
//
//   price = 1/w_k * sum_{l=k..K} (w_l - w_{l+1})
//                 * max(reserve, max(score_reserve, s_{l+1}) / rate_i)
//
// per charged event: each step of weight at the least bid that would reach it,
// which makes it truthful with reserves as well. Bids below the reserve and
// scores below the score reserve take no part. Ties go to the candidate
// with the lower position. Prices are rounded to the nearest micro-unit and
// never exceed the bid. Varian, Harris, "The VCG Auction in Theory and
// Practice", AER 2014; Myerson, "Optimal Auction Design", 1981.
//
// Parameters:
//   reserve_micros        [micros]  least bid and price, default 0
//   score_reserve_micros  [micros]  least score, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/thresholds.h"

namespace souk::market {
namespace {

class VcgMechanism final : public RankingMechanism {
 public:
  VcgMechanism(double reserve, double score_reserve)
      : RankingMechanism({.reserve = reserve, .score_reserve = score_reserve}) {
  }

 private:
  void DoAward(const Auction& auction, const Ranking& ranking,
               Outcome& outcome) const override {
    AwardAtThresholds(
        auction, ranking,
        [this](const Ranked& winner, const Ranked* rival) {
          const double score = rival == nullptr ? 0 : rival->score;
          return std::max(
              rule().reserve,
              std::max(rule().score_reserve, score) / winner.weight);
        },
        outcome);
  }
};

}  // namespace

MechanismEntry Vcg() {
  return {
      .name = "vcg",
      .help = "Vickrey-Clarke-Groves: winners pay the harm they do",
      .traits = {.truthful = true, .anonymous = true},
      .params = {ReserveParam(), ScoreReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const VcgMechanism>(
            params.number("reserve_micros"),
            params.number("score_reserve_micros"));
      }};
}

}  // namespace souk::market
