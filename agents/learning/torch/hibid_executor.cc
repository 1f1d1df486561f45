#include "agents/learning/torch/hibid_training.h"

namespace souk::agents {
namespace {

constexpr int64_t kHidden = 64;
constexpr int64_t kActions = kHibidActions;
constexpr int64_t kCopyEvery = 300;
constexpr double kMostNorm = 5;

MlpNet NewNet(int64_t inputs, int64_t outputs, TrainingDraws& draws) {
  return MlpNet(MlpNetImpl::Shape{{inputs, kHidden, kHidden, outputs}}, draws);
}

torch::Tensor At(const torch::Tensor& values, const torch::Tensor& action) {
  return values.gather(1, action.unsqueeze(1)).squeeze(1);
}

/// Q, Q_click and Q_cost, [n, 3, actions].
torch::Tensor Values(MlpNet& net, const torch::Tensor& state,
                     const torch::Tensor& lambda) {
  return net(torch::cat({state, lambda.unsqueeze(1)}, 1))
      .view({-1, 3, kActions});
}

class ExecutorLearner {
 public:
  ExecutorLearner(const ExecutorData& data, const HibidRules& rules,
                  TrainingDraws& draws)
      : data_(data),
        rules_(rules),
        draws_(draws),
        executor_(NewNet(data.state.size(1) + 1, 3 * kActions, draws)),
        target_(NewNet(data.state.size(1) + 1, 3 * kActions, draws)),
        imitation_(NewNet(data.state.size(1), kActions, draws)),
        adam_(Parameters(), torch::optim::AdamOptions(rules.learning_rate)) {
    Polyak(*executor_, *target_, 1);
  }

  double Step(int64_t step) {
    const auto rows = static_cast<uint64_t>(data_.state.size(0));
    const torch::Tensor at = draws_.Integers(rules_.batch, rows);
    const torch::Tensor lambda =
        rules_.most_lambda * draws_.Uniforms({rules_.batch});
    const torch::Tensor loss = Loss(at, lambda);
    adam_.zero_grad();
    loss.backward();
    ClippedStep(adam_, kMostNorm);
    if ((step + 1) % kCopyEvery == 0) Polyak(*executor_, *target_, 1);
    return loss.item<double>();
  }

  void ExportTo(market::TrainedModel& model) const {
    Export(*executor_, "executor", model);
    Export(*imitation_, "imitation", model);
  }

 private:
  std::vector<torch::Tensor> Parameters() {
    std::vector<torch::Tensor> all = executor_->parameters();
    const std::vector<torch::Tensor> more = imitation_->parameters();
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }

  /// r + discount * value of the best likely next action; the same action for
  /// clicks and costs. [n, 3]
  torch::Tensor Targets(const torch::Tensor& at, const torch::Tensor& lambda) {
    const torch::NoGradGuard none;
    const torch::Tensor next =
        data_.state.index_select(0, data_.next.index_select(0, at));
    const torch::Tensor values = Values(target_, next, lambda);
    const torch::Tensor likely = LikelyMask(imitation_(next), rules_.threshold);
    const torch::Tensor best =
        values.select(1, 0).masked_fill(~likely, -1e30).argmax(1);
    const torch::Tensor later =
        values.gather(2, best.view({-1, 1, 1}).expand({-1, 3, 1})).squeeze(2) *
        data_.live.index_select(0, at).unsqueeze(1);
    const torch::Tensor click = data_.click.index_select(0, at);
    const torch::Tensor cost = data_.cost.index_select(0, at);
    return torch::stack({click - lambda * cost, click, cost}, 1) +
           rules_.discount * later;
  }

  torch::Tensor Loss(const torch::Tensor& at, const torch::Tensor& lambda) {
    const torch::Tensor state = data_.state.index_select(0, at);
    const torch::Tensor action = data_.action.index_select(0, at);
    const torch::Tensor targets = Targets(at, lambda);
    const torch::Tensor values = Values(executor_, state, lambda);
    const torch::Tensor logits = imitation_(state);
    const ConservativeTerms terms{
        values.select(1, 0), action, targets.select(1, 0),
        draws_.Integers(at.size(0), kHibidActions),
        LikelyMask(logits.detach(), rules_.threshold)};
    return ConservativeLoss(terms, rules_.data_weight) +
           torch::huber_loss(At(values.select(1, 1), action),
                             targets.select(1, 1)) +
           torch::huber_loss(At(values.select(1, 2), action),
                             targets.select(1, 2)) +
           ImitationLoss(logits, action);
  }

  const ExecutorData& data_;
  const HibidRules& rules_;
  TrainingDraws& draws_;
  MlpNet executor_, target_, imitation_;
  torch::optim::Adam adam_;
};

}  // namespace

bool TrainExecutor(const ExecutorData& data, const HibidRules& rules,
                   TrainingDraws& draws, const HibidWatch& watch,
                   market::TrainedModel& model) {
  ExecutorLearner learner(data, rules, draws);
  for (int64_t step = 0; step < rules.executor_steps; ++step) {
    const double loss = learner.Step(step);
    if (!watch("executor_loss", step + 1, rules.executor_steps, loss)) {
      return false;
    }
  }
  learner.ExportTo(model);
  return true;
}

}  // namespace souk::agents
