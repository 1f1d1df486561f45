// Boosted second price: some campaigns count for more; winners pay the least
// that keeps their slot.
//
//   score_i = m_i * bid_i * rate_i, s_k the k-th highest, 0 behind the last
//   slot k goes to s_k, of candidate i
//   price   = max(reserve, s_{k+1} / (m_i * rate_i))
//
// m_i is the campaign's `auction_weight`, which must not depend on bids. All 1:
// as `gsp`. Ties go to the candidate with the lower position. Prices are
// rounded to the nearest micro-unit and never exceed the bid. Golrezaei, Lin,
// Mirrokni, Nazerzadeh, "Boosted Second Price Auctions", Management Science
// 2021.
//
// Parameters:
//   reserve_micros  [micros]  least bid and price, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class BoostedMechanism final : public RankingMechanism {
 public:
  explicit BoostedMechanism(double reserve)
      : RankingMechanism({.reserve = reserve, .weighted = true}) {}

 private:
  void DoAward(const Auction& auction, const Ranking& ranking,
               Outcome& outcome) const override {
    const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
    for (uint32_t k = 0; k < filled; ++k) {
      const Ranked& winner = ranking.best[k];
      const double least = ranking.score(k + 1) / winner.weight;
      outcome.Add({k, winner.candidate,
                   WholePrice(std::max(rule().reserve, least),
                              auction.bid[winner.candidate])});
    }
  }
};

}  // namespace

MechanismEntry Boosted() {
  return {
      .name = "boosted",
      .help = "GSP with a weight for every campaign (auction_weight)",
      .traits = {},
      .params = {ReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const BoostedMechanism>(
            params.number("reserve_micros"));
      }};
}

}  // namespace souk::market
