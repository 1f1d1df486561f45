// The networks of a HiBid model at work.
//
//   "executor"   [features | lambda] -> [Q | Q_click | Q_cost], 20 actions each
//   "imitation"  [features]          -> 20 logits of what bidders in the data
//   do "planner"    [campaign]          -> [Q | logits], 20 actions each
//
// Settings: channels, lambdas (10, ascending), threshold (of LikelyActions).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "agents/learning/hibid_rules.h"
#include "agents/learning/policy_network.h"
#include "market/trained_model.h"

namespace souk::agents {

struct HibidSettings {
  uint32_t channels = 0;
  std::vector<double> lambdas;  ///< kHibidLambdas, ascending
  double threshold = 0;
};
/// Error: what the model lacks.
market::Result<HibidSettings> HibidSettingsOf(
    const market::TrainedModel& model);

/// A question is what ChannelView describes. Its answer: the logits, then Q,
/// Q_click and Q_cost under each lambda.
class HibidExecutorNetwork final : public PolicyNetwork {
 public:
  static market::Result<std::shared_ptr<const HibidExecutorNetwork>> From(
      const market::TrainedModel& model);

  const HibidSettings& settings() const { return settings_; }
  size_t inputs() const override { return imitation_.inputs(); }
  size_t outputs() const override {
    return kHibidActions * (1 + 3 * kHibidLambdas);
  }
  void Forward(const Matrix& questions, Matrix& answers) const override;

  static std::span<const float> Logits(std::span<const float> answer) {
    return answer.first(kHibidActions);
  }
  static ActionValues Under(size_t lambda, std::span<const float> answer);

 private:
  HibidSettings settings_;
  Mlp executor_, imitation_;
};

/// The network of the planner; shape checked for `inputs`.
market::Result<Mlp> HibidPlannerNetwork(const market::TrainedModel& model,
                                        size_t inputs);

}  // namespace souk::agents
