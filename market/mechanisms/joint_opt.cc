// The optimal joint auction: greatest expected revenue of all truthful ones if
// the values of brands, and those of stores, are drawn from the priors.
//
//   score_c = rate_c * (phi_B(bid_i) + phi_S(bid_j))
//   slot k goes to the k-th best bundle while its score is not negative
//   (fill = 1: while there are bundles)
//   price_a = (1/x_a) * (bid_a x_a(bid_a) - integral of x_a(t) dt up to bid_a)
//
// rate_c = (rate_i + rate_j) / 2; x_a(t): events that a expects with a bid of
// t. phi are the virtual values of priors.h. Ties go to the bundle that stands
// first. Prices are rounded to the nearest micro-unit and never exceed the
// bid. For one slot: "BundleNet", ICML 2025, theorem 4.3; for several it
// follows from Myerson, "Optimal Auction Design", 1981.
//
// Parameters, of exactly one prior for each side:
//   brand_uniform_high_micros      [micros]  uniform from 0; 0 (default): not
//   brand_exponential_mean_micros  [micros]  exponential; 0 (default): not
//   brand_cap_micros               [micros]  truncates it; 0 (default): not
//   store_uniform_high_micros      [micros]  the same for stores
//   store_exponential_mean_micros  [micros]
//   store_cap_micros               [micros]
//   fill                           [1]       1: no slot stays empty; default 0
//   distinct_members               [1]       1: a member gets at most one slot
//     (the list of the greatest sum of weight_k * score, distinct_bundles.h;
//     not with fill, which would ask for most slots instead); default 0
#include <algorithm>
#include <variant>

#include "market/auction.h"
#include "market/mechanisms/joint_payments.h"
#include "market/mechanisms/priors.h"
#include "market/mechanisms/ranking.h"

namespace souk::market {
namespace {

using Prior = std::variant<UniformPrior, ExponentialPrior, TruncatedPrior>;

double Phi(const Prior& prior, double bid) {
  return std::visit([&](const auto& one) { return one.Phi(bid); }, prior);
}

double Inverse(const Prior& prior, double value) {
  return std::visit([&](const auto& one) { return one.Inverse(value); }, prior);
}

class JointOptMechanism final : public Mechanism {
 public:
  JointOptMechanism(Prior brand, Prior store, BundleRule rule)
      : brand_(brand), store_(store), rule_(rule) {}

 private:
  const Prior& PriorOf(Side side) const {
    return side == Side::kStore ? store_ : brand_;
  }

  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const std::vector<Side> sides = SidesOf(auction);
    std::vector<double> worth(sides.size());
    for (size_t i = 0; i < sides.size(); ++i) {
      worth[i] = Phi(PriorOf(sides[i]), auction.bid[i]);
    }
    const BundleRanking ranking(auction, worth, rule_);
    AwardAtPrices(
        ranking,
        [&](uint32_t member) {
          const Prior& prior = PriorOf(sides[member]);
          return ThresholdPriceOf(
              ranking, member, [&](double bid) { return Phi(prior, bid); },
              [&](double value) { return Inverse(prior, value); });
        },
        outcome);
  }

  Prior brand_, store_;
  BundleRule rule_;
};

Result<Prior> MakePrior(const ParamSet& params, const std::string& side) {
  const double high = params.number(side + "_uniform_high_micros");
  const double mean = params.number(side + "_exponential_mean_micros");
  const double cap = params.number(side + "_cap_micros");
  if ((high > 0) == (mean > 0)) {
    return Error{Concat(
        "joint_opt needs exactly one prior of every side: "
        "give either ",
        side, "_uniform_high_micros or ", side, "_exponential_mean_micros")};
  }
  if (high > 0 && cap > 0) {
    return Error{Concat(side,
                        "_cap_micros truncates an exponential prior; "
                        "the uniform prior ends at ",
                        side, "_uniform_high_micros")};
  }
  if (high > 0) return Prior(UniformPrior{0, high});
  if (cap > 0) return Prior(TruncatedPrior{mean, cap});
  return Prior(ExponentialPrior{mean});
}

Result<std::shared_ptr<const Mechanism>> Make(const ParamSet& params) {
  const auto brand = MakePrior(params, "brand");
  if (!brand) return brand.error();
  const auto store = MakePrior(params, "store");
  if (!store) return store.error();
  const BundleRule rule = {.floor = params.number("fill") > 0 ? kNoFloor : 0,
                           .members = MembersBy(params)};
  if (rule.floor < 0 && rule.members == Members::kDistinct) {
    return Error{
        "joint_opt cannot have both fill: 1 and distinct_members: 1; "
        "leave one of them 0"};
  }
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const JointOptMechanism>(*brand, *store, rule));
}

}  // namespace

MechanismEntry JointOpt() {
  return {
      .name = "joint_opt",
      .help = "Optimal joint auction: the best virtual values share slots",
      .traits = {.truthful = true,
                 .anonymous = true,
                 .may_leave_slots_empty = true,
                 .joint = true},
      .params = {PriorParam("brand_uniform_high_micros",
                            "Upper end of a uniform prior of the brands."),
                 PriorParam("brand_exponential_mean_micros",
                            "Mean of an exponential prior of the brands."),
                 PriorParam("brand_cap_micros",
                            "Truncates the brands' exponential; 0: does not."),
                 PriorParam("store_uniform_high_micros",
                            "Upper end of a uniform prior of the stores."),
                 PriorParam("store_exponential_mean_micros",
                            "Mean of an exponential prior of the stores."),
                 PriorParam("store_cap_micros",
                            "Truncates the stores' exponential; 0: does not."),
                 {.name = "fill",
                  .shape = ParamShape::kInteger,
                  .default_value = {0},
                  .min = 0,
                  .max = 1,
                  .help = "1: slots are filled even at a virtual loss."},
                 DistinctMembersParam()},
      .make = Make};
}

}  // namespace souk::market
