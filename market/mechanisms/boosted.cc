// Boosted second price: some campaigns count for more; winners pay the least
// that keeps their slot.
//
//   score_i = m_i * bid_i * rate_i + beta_i, s_k the k-th highest
//   slot k goes to s_k, of candidate i
//   price   = max(reserve, (s_{k+1} - beta_i) / (m_i * rate_i))
//
// and the reserve behind the last. m_i is the campaign's `auction_weight` and
// beta_i its `auction_boost_micros`, which must not depend on bids. All 1 and
// 0: as `gsp`. A boost below 0 is a handicap, no reserve: whoever is alone
// wins. Ties go to the candidate with the lower position. Prices are rounded
// to the nearest micro-unit and never exceed the bid. Golrezaei, Lin, Mirrokni,
// Nazerzadeh, "Boosted Second Price Auctions", Management Science 2021.
//
// Parameters:
//   reserve_micros  [micros]  least bid and price, default 0
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"
#include "market/mechanisms/term_ranking.h"

namespace souk::market {
namespace {

class BoostedMechanism final : public Mechanism {
 public:
  explicit BoostedMechanism(double reserve) : reserve_(reserve) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    TermRanking ranking;
    RankCampaigns(auction, reserve_, ranking);
    AwardToTheNext(auction, ranking, reserve_, outcome);
  }

  double reserve_;
};

}  // namespace

MechanismEntry Boosted() {
  return {
      .name = "boosted",
      .help = "GSP with a weight and a boost for every campaign",
      .traits = {},
      .params = {ReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const BoostedMechanism>(
            params.number("reserve_micros"));
      }};
}

}  // namespace souk::market
