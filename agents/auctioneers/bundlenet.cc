// BundleNet: allocates bundles by what they bid together, and makes every
// member pay bundle by bundle.
//
//   SB_c  = (e_i + e_j) alpha_1 .. (e_i + e_j) alpha_K of bundle c = (i, j)
//   DB_c  = e_i alpha_1 .. e_i alpha_K, e_j alpha_1 .. e_j alpha_K
//           e = bid * rate / value unit, alpha: the slot weights of the
//           training
//   s     = marginals (lottery.h) of MLP "allocation" (SB of all bundles)
//   price = sigmoid(MLP "payment" (DB of all bundles))_ca * bid_a, per charged
//           event of member a in the slot of bundle c
//
// tanh between the layers. The page shown is the likeliest, with lottery.h's
// ties. "BundleNet", ICML 2025.
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

class BundleNetMechanism final : public Mechanism {
 public:
  BundleNetMechanism(JointSetting setting, LotteryNetworks networks)
      : setting_(std::move(setting)), networks_(std::move(networks)) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const SeatedPage page = SeatBundles(setting_, auction);
    const std::vector<float> pairs = PairedWorths(setting_, page.worth);
    std::vector<float> sums;
    for (size_t c = 0; c < setting_.bundles.size(); ++c) {
      sums.push_back(pairs[2 * c] + pairs[2 * c + 1]);
    }
    Matrix inputs, scores, ratios;
    Spread(sums, setting_, inputs);
    networks_.allocation.Forward(inputs, scores);
    Spread(pairs, setting_, inputs);
    networks_.payment.Forward(inputs, ratios);
    const size_t slots = setting_.slot_weight.size();
    const std::vector<size_t> shown = LikeliestPage(
        Marginals(scores.row(0), page.open, slots), auction.slot_weight.size());
    for (uint32_t k = 0; k < shown.size(); ++k) {
      if (shown[k] == kNoRow) continue;
      const market::Bundle& row = setting_.bundles[shown[k]];
      const size_t first = 2 * shown[k];
      outcome.Add(PricedAt(auction, k, page.candidate[row.brand],
                           ratios.row(0)[first]));
      outcome.Add(PricedAt(auction, k, page.candidate[row.store],
                           ratios.row(0)[first + 1]));
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
  const size_t inputs = bundles * setting->slot_weight.size();
  auto networks = ReadNetworks(*model, *setting,
                               {inputs, 2 * inputs, bundles, 2 * bundles});
  if (!networks) return networks.error();
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const BundleNetMechanism>(std::move(setting).value(),
                                                 std::move(networks).value()));
}

}  // namespace

AuctioneerEntry BundleNet() {
  return {.name = "bundlenet",
          .help = "BundleNet: sells slots to bundles by their joint bids",
          .traits = {.anonymous = true,
                     .may_leave_slots_empty = true,
                     .joint = true},
          .params = {},
          .make = Make,
          .fits = FitsBundles};
}

}  // namespace souk::agents
