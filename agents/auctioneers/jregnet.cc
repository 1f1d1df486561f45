// JRegNet: RegretNet for bundles, a brand and a store in one slot.
//
//   row of bundle c = (i, j): e_i alpha_1 .. e_i alpha_K, e_j alpha_1 ..
//           e = bid * rate / value unit, alpha: the slot weights of the
//           training; all rows of the relation graph in one
//   s     = marginals (lottery.h) of MLP "allocation" (rows)
//   price = sigmoid(MLP "payment" (rows))_a * bid_a, per charged event of
//           member a, the same in all its slots
//
// tanh between the layers. The page shown is the likeliest, with lottery.h's
// ties. Zhang et al., "Joint Auction in the Online Advertising Market", KDD
// 2024; layers as in "On Designing the Optimal Integrated Ad Auction in
// E-commerce Platforms", AAAI 2025. There q has no "nobody": ours has, so that
// a slot can be left empty for good.
//
// Parameters: none.
#include "agents/auctioneers/auctioneer.h"
#include "agents/auctioneers/lottery.h"
#include "agents/learning/setting_values.h"

namespace souk::agents {
namespace {

using market::Auction;
using market::Mechanism;
using market::Outcome;
using market::Result;
using market::TrainedModel;

class JRegNetMechanism final : public Mechanism {
 public:
  JRegNetMechanism(JointSetting setting, LotteryNetworks networks)
      : setting_(std::move(setting)), networks_(std::move(networks)) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const SeatedPage page = SeatBundles(setting_, auction);
    Matrix inputs, scores, ratios;
    Spread(PairedWorths(setting_, page.worth), setting_, inputs);
    networks_.allocation.Forward(inputs, scores);
    networks_.payment.Forward(inputs, ratios);
    const size_t slots = setting_.slot_weight.size();
    const std::vector<size_t> shown = LikeliestPage(
        Marginals(scores.row(0), page.open, slots), auction.slot_weight.size());
    for (uint32_t k = 0; k < shown.size(); ++k) {
      if (shown[k] == kNoRow) continue;
      const market::Bundle& row = setting_.bundles[shown[k]];
      for (const uint32_t seat : {row.brand, row.store}) {
        outcome.Add(
            PricedAt(auction, k, page.candidate[seat], ratios.row(0)[seat]));
      }
    }
  }

  JointSetting setting_;
  LotteryNetworks networks_;
};

Result<std::shared_ptr<const Mechanism>> Make(
    const market::ParamSet&, std::shared_ptr<const TrainedModel> model) {
  auto setting = SettingOf(*model);
  if (!setting) return setting.error();
  const size_t bundles = setting->bundles.size();
  const size_t inputs = 2 * bundles * setting->slot_weight.size();
  auto networks = ReadNetworks(*model, *setting,
                               {inputs, inputs, bundles, setting->members()});
  if (!networks) return networks.error();
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const JRegNetMechanism>(std::move(setting).value(),
                                               std::move(networks).value()));
}

}  // namespace

AuctioneerEntry JRegNet() {
  return {.name = "jregnet",
          .help = "JRegNet: two networks sell slots to bundles",
          .traits = {.anonymous = true,
                     .may_leave_slots_empty = true,
                     .joint = true},
          .params = {},
          .make = Make,
          .fits = FitsBundles};
}

}  // namespace souk::agents
