// Trains jregnet: bundles compete for the slots of the setting, members pay
// (agents/auctioneers/jregnet.cc has the formulas).
//
// The papers: 640,000 profiles in batches of 128, Adam at 1e-3, an augmented
// Lagrangian; layers and steps are not known. Ours: regret_training.h, about a
// minute.
#include "agents/learning/torch/slot_lottery.h"

namespace souk::agents {
namespace {

/// [bundles, members]: who is in which.
torch::Tensor Incidence(const JointSetting& setting) {
  return torch::one_hot(torch::tensor(PairedMembers(setting), torch::kLong),
                        setting.members())
      .view({-1, 2, setting.members()})
      .sum(1)
      .to(torch::kFloat);
}

class JRegNetLottery final : public SlotLottery {
 public:
  JRegNetLottery(const JointSetting& setting, const LotteryLayers& layers,
                 TrainingDraws& draws)
      : SlotLottery(setting, EveryMember(setting)),
        pairs_(torch::tensor(PairedMembers(setting), torch::kLong)),
        incidence_(Incidence(setting)) {
    const auto bundles = static_cast<int64_t>(setting.bundles.size());
    const int64_t inputs = 2 * bundles * slots();
    MakeNetworks({bundles, inputs, inputs, setting.members()}, layers, draws);
  }

  LotteryOutcome Run(const torch::Tensor& bids) override {
    const torch::Tensor bid = bids.squeeze(-1);
    const torch::Tensor inputs = Spread(bid.index_select(1, pairs_));
    const torch::Tensor share = torch::matmul(SharesOf(inputs), incidence_);
    return {share.unsqueeze(-1), Ratios(inputs) * bid * share};
  }

 private:
  torch::Tensor pairs_;
  torch::Tensor incidence_;
};

}  // namespace

LotteryFamily JRegNetFamily() {
  return {"jregnet", [](const JointSetting& setting,
                        const LotteryLayers& layers, TrainingDraws& draws) {
            return std::make_shared<JRegNetLottery>(setting, layers, draws);
          }};
}

TrainerEntry JRegNetTrainer() {
  return {"jregnet", "JRegNet: bundles of the relation graph compete",
          TrainingNeeds::kJointSetting, LotteryParams(),
          [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainLottery(task, watch, JRegNetFamily());
          }};
}

}  // namespace souk::agents
