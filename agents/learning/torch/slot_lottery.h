// The lotteries that sell slots (regretnet, jregnet, bundlenet), as networks to
// be trained; agents/auctioneers/lottery.h is the same at work, and says how
// the scores of the allocation network become marginals.
#pragma once

#include <memory>

#include "agents/learning/torch/regret_training.h"

namespace souk::agents {

/// Hidden layers of both networks.
struct LotteryLayers {
  int64_t width = 64;
  int64_t count = 2;
};

class SlotLottery : public LotteryNet {
 public:
  /// Appends both networks to `model`.
  void ExportTo(market::TrainedModel& model) const;
  /// Inputs of the allocation network [batch, inputs] to what every row
  /// expects of the slots, sum over k of alpha_k s_ck: [batch, rows].
  torch::Tensor SharesOf(const torch::Tensor& inputs);

 protected:
  struct Sizes {
    int64_t rows = 0;
    int64_t allocation_inputs = 0, payment_inputs = 0, payments = 0;
  };
  /// `member_of`: of the roles.
  SlotLottery(const JointSetting& setting,
              const std::vector<int64_t>& member_of)
      : LotteryNet(member_of), slot_weight_(WeightsOf(setting)) {}
  void MakeNetworks(const Sizes& sizes, const LotteryLayers& layers,
                    TrainingDraws& draws);

  int64_t slots() const { return slot_weight_.size(0); }
  /// [..., n] -> [..., n * slots]: every number times every slot weight.
  torch::Tensor Spread(const torch::Tensor& worth) const;
  /// [batch, payments], in [0, 1].
  torch::Tensor Ratios(const torch::Tensor& inputs) { return payment_(inputs); }

 private:
  static torch::Tensor WeightsOf(const JointSetting& setting);

  torch::Tensor slot_weight_;
  int64_t rows_ = 0;
  MlpNet allocation_{nullptr}, payment_{nullptr};
};

/// 0, 1, ... up to the last store.
std::vector<int64_t> EveryMember(const JointSetting& setting);
/// Brands and stores of all bundles, brand, store, brand, ...: int64.
std::vector<int64_t> PairedMembers(const JointSetting& setting);

struct LotteryFamily {
  std::string name;
  std::function<std::shared_ptr<SlotLottery>(
      const JointSetting&, const LotteryLayers&, TrainingDraws&)>
      make;
};

LotteryFamily BundleNetFamily();
LotteryFamily JRegNetFamily();
LotteryFamily RegretNetFamily();

/// Parameters of the three trainers.
std::vector<market::ParamSpec> LotteryParams();

/// Trains one of the family for the task's setting, and measures the lottery
/// ("lottery revenue", "lottery regret" per member: mean, p95, max) and the
/// mechanism that is deployed (joint_report.h).
market::Result<market::TrainedModel> TrainLottery(const TrainingTask& task,
                                                  const TrainingWatch& watch,
                                                  const LotteryFamily& family);

}  // namespace souk::agents
