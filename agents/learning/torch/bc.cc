// bc: imitates the bidders in the data.
//
//   loss = (policy(s) - a)^2
//
// Reference: the BC bidder of AuctionNet (NeurIPS 2024): 128-128 ReLU, Adam
// 1e-4, batches of 100, 20 000 steps.
//
// Parameters: those of offline_training.h.
#include "agents/learning/torch/offline_training.h"

namespace souk::agents {
namespace {

class Bc final : public OfflineLearner {
 public:
  explicit Bc(const LearnerStart& start)
      : policy_(MlpNetImpl::Shape{{start.data.width(), 128, 128, 1}},
                start.draws),
        adam_(NewAdam(*policy_, start.params.number("learning_rate"))) {}

  std::vector<market::NamedValues> Step(const OfflineBatch& batch) override {
    const torch::Tensor loss =
        torch::mse_loss(policy_(batch.state), batch.action);
    Descend(loss, adam_);
    return {Loss("policy_loss", loss)};
  }
  void ExportTo(market::TrainedModel& model) const override {
    Export(*policy_, "policy", model);
  }

 private:
  MlpNet policy_;
  torch::optim::Adam adam_;
};

}  // namespace

TrainerEntry BcTrainer() {
  return {.name = "bc",
          .help = "Imitates the bidders in the data",
          .needs = TrainingNeeds::kTrajectories,
          .params = OfflineParams({}),
          .train = [](const TrainingTask& task, const TrainingWatch& watch) {
            return TrainOffline("bc", task, watch, [](const LearnerStart& s) {
              return std::make_unique<Bc>(s);
            });
          }};
}

}  // namespace souk::agents
