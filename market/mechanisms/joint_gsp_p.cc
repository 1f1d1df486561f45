// Joint generalised second price, proportional: a bundle owes the least that
// keeps its slot, and its members share that in proportion to their bids.
//
//   score_c = rate_c * (bid_i + bid_j), rate_c = (rate_i + rate_j) / 2
//   slot k goes to the k-th best bundle c = (i, j), of score s_k
//   price_i = s_{k+1} / rate_c * bid_i / (bid_i + bid_j), price_j alike
//
// s = 0 behind the last. Ties go to the bundle that stands first. A member may
// share several slots, at different prices. Prices are rounded to the nearest
// micro-unit and never exceed the bid. Zhang et al., "Joint Auction in the
// Online Advertising Market", KDD 2024.
//
// Parameters: none (no distinct_members: the next bundle, which sets prices,
// might not be allowed to move up)
#include "market/auction.h"
#include "market/mechanisms/joint_ranking.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

class JointGspPMechanism final : public Mechanism {
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const BundleRanking ranking(auction, auction.bid, {});
    const std::span<const RankedBundle> all = ranking.all();
    AwardBundles(
        ranking.winners(),
        [&](uint32_t member, uint32_t k) {
          const double next = k + 1 < all.size() ? all[k + 1].score : 0;
          const double share = auction.bid[member] / all[k].score;
          return WholePrice(next * share, auction.bid[member]);
        },
        outcome);
  }
};

}  // namespace

MechanismEntry JointGspP() {
  return {.name = "joint_gsp_p",
          .help = "Bundles owe the next score, members share it by their bids",
          .traits = {.anonymous = true, .joint = true},
          .params = {},
          .make = [](const ParamSet&) -> std::shared_ptr<const Mechanism> {
            return std::make_shared<const JointGspPMechanism>();
          }};
}

}  // namespace souk::market
