// Generalised second price: winners pay the least that keeps their slot.
//
//   score_i = bid_i * rate_i^a          a = quality_exponent
//   slot k goes to the k-th highest score s_k, of candidate i
//   price   = max(reserve, max(score_reserve, s_{k+1}) / rate_i^a)
//
// s = 0 behind the last; bids below the reserve and scores below the score
// reserve take no part. Ties go to the candidate with the lower position.
// Prices are rounded to the nearest micro-unit and never exceed the bid.
// Edelman, Ostrovsky, Schwarz, "Internet Advertising and the Generalized
// Second-Price Auction", AER 2007; a as in Lahaie and Pennock, "Revenue
// Analysis of a Family of Ranking Rules for Keyword Auctions", EC 2007.
//
// Parameters:
//   reserve_micros    [micros]  least bid and price, default 0
//   quality_exponent  [1]       0..1, default 1
//   score_reserve_micros  [micros]  least score, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class GspMechanism final : public RankingMechanism {
 public:
  explicit GspMechanism(RankingRule rule) : RankingMechanism(rule) {}

 private:
  void DoAward(const Auction& auction, const Ranking& ranking,
               Outcome& outcome) const override {
    const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
    for (uint32_t k = 0; k < filled; ++k) {
      const Ranked& winner = ranking.best[k];
      const double least =
          std::max(rule().score_reserve, ranking.score(k + 1)) / winner.weight;
      outcome.Add({k, winner.candidate,
                   WholePrice(std::max(rule().reserve, least),
                              auction.bid[winner.candidate])});
    }
  }
};

}  // namespace

MechanismEntry Gsp() {
  return {
      .name = "gsp",
      .help = "Generalised second price with quality scores and a reserve",
      .traits = {.anonymous = true},
      .params = {ReserveParam(), QualityExponentParam(), ScoreReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const GspMechanism>(RankingRule{
            params.number("reserve_micros"), params.number("quality_exponent"),
            params.number("score_reserve_micros")});
      }};
}

}  // namespace souk::market
