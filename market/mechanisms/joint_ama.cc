// Joint affine maximiser: some campaigns count for more, every bundle for an
// amount of its own, and bidding the value is still best.
//
//   score_c = rate_c * (m_i bid_i + m_j bid_j + boost)
//   slot k goes to the k-th best bundle while its score is not negative
//   A: sum over slots of weight_k * score; x_a: events that a expects in all
//   price_a = (A(bid_a := 0) - (A - m_a bid_a x_a)) / (m_a x_a)
//
// rate_c = (rate_i + rate_j) / 2; m is the campaign's `auction_weight`, which
// must not depend on bids. All 1 and no boost: as `joint_vcg0`; a boost below 0
// is a reserve. Ties go to the bundle that stands first. Prices are rounded to
// the nearest micro-unit and never exceed the bid. Roberts, "The
// Characterization of Implementable Choice Rules", 1979.
//
// Parameters:
//   boost_micros  [micros]  per charged event of every bundle, default 0
//   distinct_members  [1]  1: a member gets at most one slot (the list of
//                          greatest A, see distinct_bundles.h); default 0
#include "market/auction.h"
#include "market/mechanisms/joint_payments.h"

namespace souk::market {
namespace {

class JointAmaMechanism final : public Mechanism {
 public:
  explicit JointAmaMechanism(BundleRule rule) : rule_(rule) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    std::vector<double> worth(auction.bid.begin(), auction.bid.end());
    for (size_t i = 0; i < auction.weight.size(); ++i) {
      worth[i] *= auction.weight[i];
    }
    AwardAtPivots(BundleRanking(auction, worth, rule_), auction.weight,
                  outcome);
  }

  BundleRule rule_;
};

}  // namespace

MechanismEntry JointAma() {
  return {
      .name = "joint_ama",
      .help = "Joint VCG with weights of campaigns and a boost of bundles",
      .traits = {.truthful = true, .joint = true},
      .params = {{.name = "boost_micros",
                  .unit = "micros",
                  .default_value = {0},
                  .min = -1e15,
                  .max = 1e15,
                  .help = "Added to the two weighted bids of a bundle; below "
                          "0: a reserve."},
                 DistinctMembersParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const JointAmaMechanism>(
            BundleRule{.boost = params.number("boost_micros"),
                       .members = MembersBy(params)});
      }};
}

}  // namespace souk::market
