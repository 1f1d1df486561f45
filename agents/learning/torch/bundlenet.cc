// Trains bundlenet: bundles compete by their joint bids, members pay bundle by
// bundle (agents/auctioneers/bundlenet.cc has the formulas), and regret is that
// of a member within one bundle,
//
//   rgt^c = max over b_i of (u_i^c(b_i) - u_i^c) + the same for j, c = (i, j)
//
// whose sum is at least the sum of what members could gain over all their
// bundles.
//
// The paper states no layers or steps. Ours: regret_training.h, about a minute.
#include "agents/learning/torch/slot_lottery.h"

namespace souk::agents {
namespace {

class BundleNetLottery final : public SlotLottery {
 public:
  BundleNetLottery(const JointSetting& setting, const LotteryLayers& layers,
                   TrainingDraws& draws)
      : SlotLottery(setting, PairedMembers(setting)) {
    const auto bundles = static_cast<int64_t>(setting.bundles.size());
    const int64_t inputs = bundles * slots();
    MakeNetworks({bundles, inputs, 2 * inputs, 2 * bundles}, layers, draws);
  }

  LotteryOutcome Run(const torch::Tensor& bids) override {
    const torch::Tensor pairs = bids.squeeze(-1).index_select(1, member_of());
    const torch::Tensor sums = pairs.view({pairs.size(0), -1, 2}).sum(2);
    const torch::Tensor share = SharesOf(Spread(sums)).repeat_interleave(2, 1);
    return {share.unsqueeze(-1), Ratios(Spread(pairs)) * pairs * share};
  }
};

}  // namespace

LotteryFamily BundleNetFamily() {
  return {"bundlenet", [](const JointSetting& setting,
                          const LotteryLayers& layers, TrainingDraws& draws) {
            return std::make_shared<BundleNetLottery>(setting, layers, draws);
          }};
}

TrainerEntry BundleNetTrainer() {
  return {"bundlenet", "BundleNet: bundles compete by their joint bids",
          TrainingNeeds::kJointSetting, LotteryParams(),
          [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainLottery(task, watch, BundleNetFamily());
          }};
}

}  // namespace souk::agents
