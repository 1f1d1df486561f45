// Joint VCG with a zero-bid pivot: the page of greatest welfare, and members
// pay the harm that their bid, not their presence, does to the others.
//
//   score_c = rate_c * (bid_i + bid_j), rate_c = (rate_i + rate_j) / 2
//   slot k goes to the k-th best bundle; x_a: events that a expects in all
//   W: sum over slots of weight_k * score
//   price_a = (W(bid_a := 0) - (W - bid_a * x_a)) / x_a, in each of its slots
//
// This is Myerson's payment of the rule: truthful, nobody pays more than the
// bid and nobody is paid. Ties go to the bundle that stands first. Prices are
// rounded to the nearest micro-unit and never exceed the bid. Zhang et al.,
// "Joint Auction in the Online Advertising Market", KDD 2024.
//
// Parameters:
//   distinct_members  [1]  1: a member gets at most one slot (the list of
//                          greatest welfare, see distinct_bundles.h); default 0
#include "market/auction.h"
#include "market/mechanisms/joint_payments.h"

namespace souk::market {
namespace {

class JointVcg0Mechanism final : public Mechanism {
 public:
  explicit JointVcg0Mechanism(Members members) : rule_{.members = members} {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    AwardAtPivots(BundleRanking(auction, auction.bid, rule_), {}, outcome);
  }

  BundleRule rule_;
};

}  // namespace

MechanismEntry JointVcg0() {
  return {
      .name = "joint_vcg0",
      .help = "Joint VCG: members pay the harm that their bid does",
      .traits = {.truthful = true, .anonymous = true, .joint = true},
      .params = {DistinctMembersParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const JointVcg0Mechanism>(MembersBy(params));
      }};
}

}  // namespace souk::market
