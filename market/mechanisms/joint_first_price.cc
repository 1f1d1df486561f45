// Joint first price: bundles of a brand and a store, both pay their own bid.
//
//   score_c = rate_c * (bid_i + bid_j), rate_c = (rate_i + rate_j) / 2
//   slot k goes to the k-th best bundle (i, j)
//   price_i = bid_i, price_j = bid_j
//
// Ties go to the bundle that stands first.
// The pay-as-bid rule of joint advertising: Zhang et al., "Joint Auction in the
// Online Advertising Market", KDD 2024.
//
// Parameters:
//   distinct_members  [1]  1: a member gets at most one slot (the list of
//                          greatest welfare, see distinct_bundles.h); default 0
#include "market/auction.h"
#include "market/mechanisms/joint_ranking.h"

namespace souk::market {
namespace {

class JointFirstPriceMechanism final : public Mechanism {
 public:
  explicit JointFirstPriceMechanism(Members members)
      : rule_{.members = members} {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const BundleRanking ranking(auction, auction.bid, rule_);
    AwardBundles(
        ranking.winners(),
        [&](uint32_t member, uint32_t) { return auction.bid[member]; },
        outcome);
  }

  BundleRule rule_;
};

}  // namespace

MechanismEntry JointFirstPrice() {
  return {
      .name = "joint_first_price",
      .help = "A brand and a store share a slot and pay their own bids",
      .traits = {.pays_own_bid = true, .anonymous = true, .joint = true},
      .params = {DistinctMembersParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const JointFirstPriceMechanism>(
            MembersBy(params));
      }};
}

}  // namespace souk::market
