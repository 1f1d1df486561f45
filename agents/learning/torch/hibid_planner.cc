#include "agents/learning/torch/hibid_training.h"

namespace souk::agents {
namespace {

constexpr int64_t kHidden = 64;
constexpr int64_t kActions = kHibidActions;
constexpr int64_t kCopyEvery = 300;
constexpr double kMostNorm = 5;

/// [n, actions]: shares that are still there.
torch::Tensor Affordable(const torch::Tensor& left) {
  const torch::Tensor actions =
      torch::arange(kActions, torch::TensorOptions(torch::kFloat)) / kActions;
  return actions.unsqueeze(0) <= left.unsqueeze(1) + 1e-6;
}

class PlannerLearner {
 public:
  PlannerLearner(const PlannerData& data, const HibidRules& rules,
                 TrainingDraws& draws)
      : data_(data),
        rules_(rules),
        draws_(draws),
        planner_(NewNet()),
        target_(NewNet()),
        adam_(planner_->parameters(),
              torch::optim::AdamOptions(rules.learning_rate)) {
    Polyak(*planner_, *target_, 1);
  }

  double Step(int64_t step) {
    const auto rows = static_cast<uint64_t>(data_.state.size(0));
    const torch::Tensor loss = Loss(draws_.Integers(rules_.batch, rows));
    adam_.zero_grad();
    loss.backward();
    ClippedStep(adam_, kMostNorm);
    if ((step + 1) % kCopyEvery == 0) Polyak(*planner_, *target_, 1);
    return loss.item<double>();
  }

  void ExportTo(market::TrainedModel& model) const {
    Export(*planner_, "planner", model);
  }

 private:
  MlpNet NewNet() {
    return MlpNet(MlpNetImpl::Shape{{data_.state.size(1), kHidden, kHidden,
                                     2 * kActions}},
                  draws_);
  }

  torch::Tensor Target(const torch::Tensor& at) {
    const torch::NoGradGuard none;
    const torch::Tensor next = data_.next.index_select(0, at);
    const torch::Tensor out = target_(data_.state.index_select(0, next));
    const torch::Tensor open = Affordable(data_.left.index_select(0, next));
    const torch::Tensor likely =
        LikelyMask(out.narrow(1, kActions, kActions), rules_.threshold);
    // Where nothing likely is left, anything that can be paid counts.
    const torch::Tensor both = open & likely;
    const torch::Tensor some = both.any(1, true);
    const torch::Tensor mask = torch::where(some, both, open);
    const torch::Tensor later =
        out.narrow(1, 0, kActions).masked_fill(~mask, -1e30).amax({1});
    return data_.click.index_select(0, at) +
           data_.live.index_select(0, at) * later;
  }

  /// Over the channels: what the batch would give them, and what it spent.
  torch::Tensor Batches(const torch::Tensor& at, const torch::Tensor& q) {
    const torch::Tensor open = Affordable(data_.left.index_select(0, at));
    const torch::Tensor low = q.detach().amin({1}, true);
    const torch::Tensor given = SoftAction(torch::where(open, q, low)) /
                                kActions * data_.budget.index_select(0, at);
    const torch::Tensor spent = data_.spent.index_select(0, at);
    const torch::Tensor channel = data_.channel.index_select(0, at);
    const int64_t channels = data_.channel.max().item<int64_t>() + 1;
    torch::Tensor loss = torch::zeros({});
    for (int64_t k = 0; k < channels; ++k) {
      const torch::Tensor own = (channel == k).to(torch::kFloat);
      loss = loss + BatchLoss((own * given).sum(), (own * spent).sum());
    }
    return loss;
  }

  torch::Tensor Loss(const torch::Tensor& at) {
    const torch::Tensor action = data_.action.index_select(0, at);
    const torch::Tensor out = planner_(data_.state.index_select(0, at));
    const torch::Tensor q = out.narrow(1, 0, kActions);
    const torch::Tensor logits = out.narrow(1, kActions, kActions);
    const ConservativeTerms terms{
        q, action, Target(at), draws_.Integers(at.size(0), kHibidActions),
        LikelyMask(logits.detach(), rules_.threshold)};
    return ConservativeLoss(terms, rules_.data_weight) +
           ImitationLoss(logits, action) + rules_.batch_loss * Batches(at, q);
  }

  const PlannerData& data_;
  const HibidRules& rules_;
  TrainingDraws& draws_;
  MlpNet planner_, target_;
  torch::optim::Adam adam_;
};

}  // namespace

bool TrainPlanner(const PlannerData& data, const HibidRules& rules,
                  TrainingDraws& draws, const HibidWatch& watch,
                  market::TrainedModel& model) {
  PlannerLearner learner(data, rules, draws);
  for (int64_t step = 0; step < rules.planner_steps; ++step) {
    const double loss = learner.Step(step);
    if (!watch("planner_loss", step + 1, rules.planner_steps, loss)) {
      return false;
    }
  }
  learner.ExportTo(model);
  return true;
}

}  // namespace souk::agents
