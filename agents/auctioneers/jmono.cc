// JMono: a learned joint auction that is truthful whatever it learned.
//
//   score_c = rate_c * (psi_B(bid_i) + psi_S(bid_j))
//   slot k goes to the k-th best bundle while its score is not negative
//   price_a = (1/x_a) * (bid_a x_a(bid_a) - integral of x_a(t) dt up to bid_a)
//
// rate_c = (rate_i + rate_j) / 2; x_a(t): events that a expects with a bid of
// t. psi are learned curves (learning/worth_curve.h), one for brands, one for
// stores: the virtual values of `joint_opt` without knowing a prior. They
// increase, so a higher bid never loses events, and the price is Myerson's
// ("Optimal Auction Design", 1981), exact but for rounding to the nearest
// micro-unit. Ties go to the bundle that stands first.
//
// Pages may be of any size. Parameters: none.
#include "agents/auctioneers/auctioneer.h"
#include "agents/learning/setting_values.h"
#include "agents/learning/worth_curve.h"
#include "market/mechanisms/joint_payments.h"

namespace souk::agents {
namespace {

using market::BundleRanking;
using market::Mechanism;
using market::Result;
using market::Side;

class JMonoMechanism final : public Mechanism {
 public:
  JMonoMechanism(WorthCurve brand, WorthCurve store)
      : brand_(std::move(brand)), store_(std::move(store)) {}

 private:
  const WorthCurve& CurveOf(Side side) const {
    return side == Side::kStore ? store_ : brand_;
  }

  void DoClear(const market::Auction& auction,
               market::Outcome& outcome) const override {
    const std::vector<Side> sides = SidesOf(auction);
    std::vector<double> worth(sides.size());
    for (size_t i = 0; i < sides.size(); ++i) {
      worth[i] = CurveOf(sides[i]).WorthOf(auction.bid[i]);
    }
    const BundleRanking ranking(auction, worth, {});
    AwardAtPrices(
        ranking,
        [&](uint32_t member) {
          const WorthCurve& curve = CurveOf(sides[member]);
          return ThresholdPriceOf(
              ranking, member, [&](double bid) { return curve.WorthOf(bid); },
              [&](double value) { return curve.BidOf(value); });
        },
        outcome);
  }

  WorthCurve brand_, store_;
};

Result<std::shared_ptr<const Mechanism>> Make(
    const market::ParamSet&,
    std::shared_ptr<const market::TrainedModel> model) {
  const auto setting = SettingOf(*model);
  if (!setting) return setting.error();
  auto brand = WorthCurve::From(*model, "brand", setting->value_unit_micros);
  if (!brand) return brand.error();
  auto store = WorthCurve::From(*model, "store", setting->value_unit_micros);
  if (!store) return store.error();
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const JMonoMechanism>(std::move(brand).value(),
                                             std::move(store).value()));
}

}  // namespace

AuctioneerEntry JMono() {
  return {.name = "jmono",
          .help = "JMono: learned worths of bids, exactly truthful",
          .traits = {.truthful = true,
                     .anonymous = true,
                     .may_leave_slots_empty = true,
                     .joint = true},
          .params = {},
          .make = Make,
          .fits = {}};
}

}  // namespace souk::agents
