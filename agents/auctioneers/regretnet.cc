// RegretNet: slots are items, every candidate wants one, and two networks say
// who is likely to get it and what it pays. Brands and stores compete alone: no
// look at relations.
//
//   e_ik  = bid_i * rate_i / value unit * alpha_k  (alpha: the slot weights of
//           the training), all in one row
//   s     = marginals (lottery.h) of MLP "allocation" (e), rows: candidates
//   price = sigmoid(MLP "payment" (e))_i * bid_i, per charged event
//
// tanh between the layers. The page shown is the likeliest, with lottery.h's
// ties. Duetting et al., "Optimal Auctions through Deep Learning", ICML 2019,
// for unit demand; in the joint auction papers it is the baseline without the
// joint relation (there also "IRegNet").
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

class RegretNetMechanism final : public Mechanism {
 public:
  RegretNetMechanism(JointSetting setting, LotteryNetworks networks)
      : setting_(std::move(setting)), networks_(std::move(networks)) {}

 private:
  void DoClear(const Auction& auction, Outcome& outcome) const override {
    const SeatedPage page = SeatCandidates(setting_, auction);
    Matrix inputs, scores, ratios;
    Spread(page.worth, setting_, inputs);
    networks_.allocation.Forward(inputs, scores);
    networks_.payment.Forward(inputs, ratios);
    const size_t slots = setting_.slot_weight.size();
    const std::vector<size_t> shown = LikeliestPage(
        Marginals(scores.row(0), page.open, slots), auction.slot_weight.size());
    for (uint32_t k = 0; k < shown.size(); ++k) {
      if (shown[k] == kNoRow) continue;
      outcome.Add(PricedAt(auction, k, page.candidate[shown[k]],
                           ratios.row(0)[shown[k]]));
    }
  }

  JointSetting setting_;
  LotteryNetworks networks_;
};

Result<std::shared_ptr<const Mechanism>> Make(
    const market::ParamSet&, std::shared_ptr<const TrainedModel> model) {
  auto setting = SettingOf(*model);
  if (!setting) return setting.error();
  const size_t members = setting->members();
  const size_t inputs = members * setting->slot_weight.size();
  auto networks =
      ReadNetworks(*model, *setting, {inputs, inputs, members, members});
  if (!networks) return networks.error();
  return std::shared_ptr<const Mechanism>(
      std::make_shared<const RegretNetMechanism>(std::move(setting).value(),
                                                 std::move(networks).value()));
}

}  // namespace

AuctioneerEntry RegretNet() {
  return {.name = "regretnet",
          .help = "RegretNet: two networks sell slots to single candidates",
          .traits = {.anonymous = true, .may_leave_slots_empty = true},
          .params = {},
          .make = Make,
          .fits = FitsCandidates};
}

}  // namespace souk::agents
