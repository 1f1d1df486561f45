// Joint generalised second price, critical: each member pays the least bid that
// keeps its bundle in its slot.
//
//   score_c = rate_c * (bid_i + bid_j), rate_c = (rate_i + rate_j) / 2
//   slot k goes to the k-th best bundle c = (i, j)
//   price_i = max(0, t_i / rate_c - bid_j), price_j = max(0, t_j / rate_c -
//   bid_i)
//
// t_a is the score of the best bundle behind c that does not hold a (those
// that do move with its bid), 0 if there is none. Ties go to the bundle that
// stands first. A member may share several slots, at different prices. Prices
// are rounded to the nearest micro-unit and never exceed the bid. The critical
// bids of Zhang et al., "Joint Auction in the Online Advertising Market", KDD
// 2024, slot by slot.
//
// Parameters: none (no distinct_members: the next bundle, which sets prices,
// might not be allowed to move up)
#include <algorithm>

#include "market/auction.h"
#include "market/mechanisms/joint_ranking.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

/// Score of the best of `behind` that does not hold `member`.
double NextWithout(std::span<const RankedBundle> behind, uint32_t member) {
  const auto next = std::ranges::find_if(
      behind, [&](const RankedBundle& one) { return !one.Holds(member); });
  return next == behind.end() ? 0 : next->score;
}

class JointGspCMechanism final : public Mechanism {
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const BundleRanking ranking(auction, auction.bid, {});
    AwardBundles(
        ranking.winners(),
        [&](uint32_t member, uint32_t k) {
          const RankedBundle& won = ranking.all()[k];
          const uint32_t partner = member == won.brand ? won.store : won.brand;
          const double next = NextWithout(ranking.all().subspan(k + 1), member);
          const double least = next / won.rate - auction.bid[partner];
          return WholePrice(std::max(0.0, least), auction.bid[member]);
        },
        outcome);
  }
};

}  // namespace

MechanismEntry JointGspC() {
  return {.name = "joint_gsp_c",
          .help = "Bundles share a slot, members pay the least that keeps it",
          .traits = {.anonymous = true, .joint = true},
          .params = {},
          .make = [](const ParamSet&) -> std::shared_ptr<const Mechanism> {
            return std::make_shared<const JointGspCMechanism>();
          }};
}

}  // namespace souk::market
