// First price: the best scores win, winners pay what they bid.
//
//   score_i = bid_i * rate_i^a          a = quality_exponent
//   slot k goes to the k-th highest score; price = bid
//
// Ties go to the candidate with the lower position. Nobody below the reserve
// takes part.
//
// Parameters:
//   reserve_micros    [micros]  least bid for one charged event, default 0
//   quality_exponent  [1]       0..1, default 1
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class FirstPriceMechanism final : public RankingMechanism {
 public:
  explicit FirstPriceMechanism(RankingRule rule) : RankingMechanism(rule) {}

 private:
  void DoAward(const Auction& auction, const Ranking& ranking,
               Outcome& outcome) const override {
    const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
    for (uint32_t k = 0; k < filled; ++k) {
      const uint32_t winner = ranking.best[k].candidate;
      outcome.Add({k, winner, auction.bid[winner]});
    }
  }
};

}  // namespace

MechanismEntry FirstPrice() {
  return {
      .name = "first_price",
      .help = "The best scores win and pay their own bid",
      .traits = {.pays_own_bid = true, .anonymous = true},
      .params = {ReserveParam(), QualityExponentParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const FirstPriceMechanism>(
            RankingRule{params.number("reserve_micros"),
                        params.number("quality_exponent")});
      }};
}

}  // namespace souk::market
