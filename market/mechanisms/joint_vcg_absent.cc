// Joint VCG as the textbook has it: members pay the harm that their presence
// does to the others, or are paid for the good.
//
//   score_c = rate_c * (bid_i + bid_j), rate_c = (rate_i + rate_j) / 2
//   slot k goes to the k-th best bundle; x_a: events that a expects in all
//   W: sum over slots of weight_k * score
//   price_a = (W without the bundles of a - (W - bid_a * x_a)) / x_a
//
// Truthful, but a partner loses its bundle when a leaves, so prices may be
// below 0 and the platform may run a deficit: it can be studied, not run. Ties
// go to the bundle that stands first. Prices are rounded to the nearest
// micro-unit and never exceed the bid. Clarke, "Multipart Pricing of Public
// Goods", 1971.
//
// Parameters:
//   distinct_members  [1]  1: a member gets at most one slot (the list of
//                          greatest welfare, see distinct_bundles.h); default 0
#include <algorithm>
#include <cmath>

#include "market/auction.h"
#include "market/mechanisms/joint_payments.h"

namespace souk::market {
namespace {

class JointVcgAbsentMechanism final : public Mechanism {
 public:
  explicit JointVcgAbsentMechanism(Members members)
      : rule_{.members = members} {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const BundleRanking ranking(auction, auction.bid, rule_);
    const double welfare = ranking.welfare();
    const MemberPrices prices(ranking.winners(), [&](uint32_t member) {
      const double events =
          EventsOf(member, ranking.winners(), auction.slot_weight);
      const double others = welfare - auction.bid[member] * events;
      const double harm = WelfareCurve(ranking, member).WithoutIt() - others;
      return std::min(std::floor(harm / events + 0.5), auction.bid[member]);
    });
    AwardBundles(
        ranking.winners(),
        [&](uint32_t member, uint32_t) { return prices.Of(member); }, outcome);
  }

  BundleRule rule_;
};

}  // namespace

MechanismEntry JointVcgAbsent() {
  return {
      .name = "joint_vcg_absent",
      .help = "Joint VCG of the textbook: members may be paid",
      .traits = {.truthful = true,
                 .anonymous = true,
                 .joint = true,
                 .may_pay_bidders = true},
      .params = {DistinctMembersParam()},
      .make = [](const ParamSet& params) -> std::shared_ptr<const Mechanism> {
        return std::make_shared<const JointVcgAbsentMechanism>(
            MembersBy(params));
      }};
}

}  // namespace souk::market
