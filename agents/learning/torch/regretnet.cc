// Trains regretnet: every member, brand or store, competes alone for the slots
// of the setting (agents/auctioneers/regretnet.cc has the formulas).
//
// The paper: 640,000 profiles in batches of 128, at most 80 epochs, two hidden
// layers of 100 units, 25 steps of ascent of size 0.1 per batch, Adam at 1e-3,
// an augmented Lagrangian. Ours: regret_training.h, a minute.
#include "agents/learning/torch/slot_lottery.h"

namespace souk::agents {
namespace {

class RegretNetLottery final : public SlotLottery {
 public:
  RegretNetLottery(const JointSetting& setting, const LotteryLayers& layers,
                   TrainingDraws& draws)
      : SlotLottery(setting, EveryMember(setting)) {
    const int64_t members = setting.members();
    const int64_t inputs = members * slots();
    MakeNetworks({members, inputs, inputs, members}, layers, draws);
  }

  LotteryOutcome Run(const torch::Tensor& bids) override {
    const torch::Tensor bid = bids.squeeze(-1);
    const torch::Tensor inputs = Spread(bid);
    const torch::Tensor share = SharesOf(inputs);
    return {share.unsqueeze(-1), Ratios(inputs) * bid * share};
  }
};

}  // namespace

LotteryFamily RegretNetFamily() {
  return {"regretnet", [](const JointSetting& setting,
                          const LotteryLayers& layers, TrainingDraws& draws) {
            return std::make_shared<RegretNetLottery>(setting, layers, draws);
          }};
}

TrainerEntry RegretNetTrainer() {
  return {"regretnet", "RegretNet: brands and stores compete alone",
          TrainingNeeds::kJointSetting, LotteryParams(),
          [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainLottery(task, watch, RegretNetFamily());
          }};
}

}  // namespace souk::agents
