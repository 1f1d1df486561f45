// Joint VCG with a reserve for every bundle.
//
//   score_c = rate_c * (bid_i + bid_j - reserve), rate_c = (rate_i + rate_j) /
//   2 slot k goes to the k-th best bundle while bid_i + bid_j >= reserve
//   price_a = (1/x_a) * (bid_a x_a(bid_a) - integral of x_a(t) dt up to bid_a)
//
// x_a(t): events that a expects with a bid of t. Bundles rank by what they are
// worth beyond the reserve; with equal rates, as `joint_vcg0` does. Truthful.
// Ties go to the bundle that stands first. Prices are rounded to the nearest
// micro-unit and never exceed the bid. Myerson, "Optimal Auction Design", 1981.
//
// Parameters:
//   bundle_reserve_micros  [micros]  least sum of two bids, default 0
//   distinct_members       [1]       1: a member gets at most one slot (the
//                                    list of the greatest sum of weight_k *
//                                    score, distinct_bundles.h); default 0
#include "market/auction.h"
#include "market/mechanisms/joint_payments.h"

namespace souk::market {
namespace {

class JointReserveMechanism final : public Mechanism {
 public:
  explicit JointReserveMechanism(BundleRule rule) : rule_(rule) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    AwardAtPivots(BundleRanking(auction, auction.bid, rule_), {}, outcome);
  }

  BundleRule rule_;
};

}  // namespace

MechanismEntry JointReserve() {
  return {
      .name = "joint_reserve",
      .help = "Joint VCG with a reserve for the two bids of a bundle",
      .traits = {.truthful = true, .anonymous = true, .joint = true},
      .params = {{.name = "bundle_reserve_micros",
                  .unit = "micros",
                  .shape = ParamShape::kInteger,
                  .default_value = {0},
                  .min = 0,
                  .max = 1e15,
                  .help = "Least sum of the two bids of a winner."},
                 DistinctMembersParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const JointReserveMechanism>(
            BundleRule{.boost = -params.number("bundle_reserve_micros"),
                       .members = MembersBy(params)});
      }};
}

}  // namespace souk::market
