// The auction of AuctionNet: generalised second price by bid alone, in which
// nothing is sold at the reserve.
//
//   slot k goes to the k-th highest bid b_k
//   price = max(reserve, b_{k+1})      b = 0 behind the last
//   a slot whose price would be the reserve itself stays unsold
//
// So a slot sells only above another bid that is higher than the reserve: of m
// such bids the best m - 1 win, a lone bidder never. Ties go to the candidate
// with the lower position. Rates count only by being 0: who has no chance of
// an event takes no part. "AuctionNet", NeurIPS 2024 (datasets and
// benchmarks), class BiddingEnv of its source.
//
// Parameters:
//   reserve_micros  [micros]  default 100, which is 1e-4 of a unit
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class AuctionNetMechanism final : public Mechanism {
 public:
  explicit AuctionNetMechanism(double reserve)
      : rule_{.reserve = reserve, .quality_exponent = 0} {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    Ranking ranking;
    Rank(auction, rule_, ranking);
    const size_t filled = std::min(auction.slot_weight.size(), ranking.size);
    for (uint32_t k = 0; k < filled; ++k) {
      const double next = ranking.score(k + 1);
      if (next <= rule_.reserve) return;  // and so it is for all slots below
      outcome.Add({k, ranking.best[k].candidate, next});
    }
  }

  RankingRule rule_;
};

ParamSpec SmallReserveParam() {
  ParamSpec reserve = ReserveParam();
  reserve.default_value = {100};
  reserve.help = "Nothing is sold at this price or below.";
  return reserve;
}

}  // namespace

MechanismEntry AuctionNet() {
  return {
      .name = "auctionnet",
      .help = "Second price by bid alone; nothing is sold at the reserve",
      .traits = {.needs_runner_up = true,
                 .anonymous = true,
                 .may_leave_slots_empty = true},
      .params = {SmallReserveParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const AuctionNetMechanism>(
            params.number("reserve_micros"));
      }};
}

}  // namespace souk::market
