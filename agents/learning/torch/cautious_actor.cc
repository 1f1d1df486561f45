#include "agents/learning/torch/cautious_actor.h"

#include <algorithm>
#include <cmath>

#include "agents/learning/cautious_cost.h"
#include "agents/learning/torch/replay_training.h"

namespace souk::agents {
namespace {

constexpr double kTargetEntropy = -1;

MlpNetImpl::Shape Shape(const CautiousRules& rules, int64_t inputs,
                        int64_t outputs) {
  return {{inputs, rules.hidden, rules.hidden, outputs},
          Activation::kRelu,
          Activation::kNone};
}

std::vector<MlpNet> Critics(const CautiousRules& rules, int64_t count,
                            TrainingDraws& draws) {
  std::vector<MlpNet> made;
  for (int64_t i = 0; i < count; ++i) {
    made.emplace_back(Shape(rules, rules.states + 1, 1), draws);
  }
  return made;
}

/// Of other weights, until they follow.
std::vector<MlpNet> Copies(const CautiousRules& rules,
                           const std::vector<MlpNet>& sources) {
  TrainingDraws unused(0);
  auto made = Critics(rules, static_cast<int64_t>(sources.size()), unused);
  for (size_t i = 0; i < made.size(); ++i) Polyak(*sources[i], *made[i], 1);
  return made;
}

torch::Tensor Logarithm(double value) {
  return torch::full({1}, std::log(value), torch::kFloat).requires_grad_();
}

torch::Tensor Outputs(std::vector<MlpNet>& nets, const torch::Tensor& pairs) {
  std::vector<torch::Tensor> columns;
  for (MlpNet& net : nets) columns.push_back(net(pairs));
  return torch::cat(columns, 1);
}

torch::Tensor Pairs(const torch::Tensor& state, const torch::Tensor& action) {
  return torch::cat({state, action}, 1);
}

std::vector<torch::optim::Adam> Adams(const std::vector<MlpNet>& values,
                                      const std::vector<MlpNet>& costs,
                                      double rate) {
  std::vector<torch::optim::Adam> made;
  for (const MlpNet& net : values) made.push_back(NewAdam(*net, rate));
  for (const MlpNet& net : costs) made.push_back(NewAdam(*net, rate));
  return made;
}

torch::optim::Adam AdamOf(const torch::Tensor& number, double rate) {
  return torch::optim::Adam(std::vector<torch::Tensor>{number},
                            torch::optim::AdamOptions(rate));
}

}  // namespace

CautiousActor::CautiousActor(const CautiousRules& rules, TrainingDraws& draws)
    : rules_(rules),
      draws_(draws),
      policy_(Shape(rules, rules.states, 2), draws),
      values_(Critics(rules, 2, draws)),
      slow_values_(Copies(rules, values_)),
      costs_(Critics(rules, rules.heads, draws)),
      slow_costs_(Copies(rules, costs_)),
      log_lambda_(Logarithm(0.6931)),
      log_alpha_(Logarithm(0.1)),
      critic_adams_(Adams(values_, costs_, rules.rate)),
      policy_adam_(NewAdam(*policy_, rules.rate)),
      lambda_adam_(AdamOf(log_lambda_, rules.dual_rate)),
      alpha_adam_(AdamOf(log_alpha_, rules.rate)) {}

CautiousActor::Act CautiousActor::ActIn(const torch::Tensor& state) {
  const torch::Tensor said = policy_(state);
  const torch::Tensor sigma = said.narrow(1, 1, 1).clamp(-5, 1).exp();
  const torch::Tensor noise = draws_.Normals({state.size(0), 1});
  const torch::Tensor action =
      torch::tanh(said.narrow(1, 0, 1) + sigma * noise);
  const torch::Tensor likelihood = -noise.square() / 2 - torch::log(sigma) -
                                   0.5 * std::log(2 * M_PI) -
                                   torch::log(1 - action.square() + 1e-6);
  return {action, likelihood};
}

double CautiousActor::Sample(std::span<const float> state) {
  const torch::NoGradGuard none;
  return ActIn(StateTensor(state).clamp(-5, 5)).action.item<double>();
}

double CautiousActor::Mean(std::span<const float> state) {
  const torch::NoGradGuard none;
  const torch::Tensor said = policy_(StateTensor(state).clamp(-5, 5));
  return std::tanh(said[0][0].item<double>());
}

double CautiousActor::lambda() const {
  return std::exp(log_lambda_.item<double>());
}

torch::Tensor CautiousActor::Bound(const torch::Tensor& pairs) {
  const torch::Tensor heads = Outputs(costs_, pairs);
  return heads.mean({1}, true) +
         rules_.caution * heads.std({1}, /*unbiased=*/true, /*keepdim=*/true);
}

void CautiousActor::Learn(const CautiousBatch& batch) {
  const torch::Tensor pairs = Pairs(batch.state, batch.action);
  LearnCritics(batch, pairs);
  {
    const torch::NoGradGuard none;
    bound_ = Bound(pairs).mean().item<double>();
  }
  LearnActor(batch, rules_.limit - bound_);
  Follow();
}

void CautiousActor::LearnCritics(const CautiousBatch& batch,
                                 const torch::Tensor& pairs) {
  torch::Tensor value, costs;
  {
    const torch::NoGradGuard none;
    const Act next = ActIn(batch.next);
    const torch::Tensor next_pairs = Pairs(batch.next, next.action);
    const torch::Tensor least =
        Outputs(slow_values_, next_pairs).amin({1}, /*keepdim=*/true);
    const torch::Tensor soft = least - log_alpha_.exp() * next.likelihood;
    value = batch.reward + rules_.discount * batch.live * soft;
    costs = batch.cost +
            rules_.discount * batch.live * Outputs(slow_costs_, next_pairs);
  }
  const torch::Tensor loss =
      (Outputs(values_, pairs) - value).square().mean(0).sum() +
      (Outputs(costs_, pairs) - costs).square().mean(0).sum();
  for (auto& adam : critic_adams_) adam.zero_grad();
  loss.backward();
  for (auto& adam : critic_adams_) adam.step();
}

void CautiousActor::LearnActor(const CautiousBatch& batch, double room) {
  const double weight = EffectiveMultiplier(room, rules_.correction, lambda());
  const Act act = ActIn(batch.state);
  const torch::Tensor pairs = Pairs(batch.state, act.action);
  const torch::Tensor least = Outputs(values_, pairs).amin({1}, true);
  const double alpha = std::exp(log_alpha_.item<double>());
  Descend((alpha * act.likelihood - least + weight * Bound(pairs)).mean(),
          policy_adam_);
  LearnMultipliers(room, act.likelihood.detach());
}

void CautiousActor::LearnMultipliers(double room,
                                     const torch::Tensor& likelihood) {
  Descend((log_lambda_.exp() * room).sum(), lambda_adam_);
  const double excess = likelihood.mean().item<double>() + kTargetEntropy;
  Descend((-log_alpha_ * excess).sum(), alpha_adam_);
}

void CautiousActor::Follow() {
  for (size_t i = 0; i < values_.size(); ++i) {
    Polyak(*values_[i], *slow_values_[i], kFollow);
  }
  for (size_t i = 0; i < costs_.size(); ++i) {
    Polyak(*costs_[i], *slow_costs_[i], kFollow);
  }
}

void CautiousActor::ExportTo(market::TrainedModel& model) const {
  Export(*policy_, "policy", model);
}

}  // namespace souk::agents
