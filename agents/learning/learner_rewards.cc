#include "agents/learning/learner_rewards.h"

#include "market/cpa_score.h"

namespace souk::agents {
namespace {

bool HasTarget(const market::Trajectories& data, size_t row) {
  return data.target_micros[row] > 0 && data.budget_micros[row] > 0;
}

double UnitOf(const market::Trajectories& data, size_t row) {
  if (!HasTarget(data, row)) return 1;
  return kCommonConversions * data.target_micros[row] / data.budget_micros[row];
}

/// The score of a day so far, tick by tick.
class RunningScore {
 public:
  /// What the row changes.
  double Add(const market::Trajectories& data, size_t row) {
    outcome_.target = data.target_micros[row];
    outcome_.conversions += static_cast<double>(data.expected_reward[row]);
    outcome_.cost +=
        static_cast<double>(data.cost[row]) * data.budget_micros[row];
    const double before = score_;
    score_ = HasTarget(data, row) ? market::CpaScore(outcome_)
                                  : outcome_.conversions;
    const double change = score_ - before;
    if (data.done[row] != 0) *this = {};
    return change;
  }

 private:
  market::CpaOutcome outcome_;
  double score_ = 0;
};

}  // namespace

std::vector<float> LearnerRewards(const market::Trajectories& data,
                                  LearnerReward kind) {
  std::vector<float> rewards;
  RunningScore score;
  for (size_t row = 0; row < data.rows(); ++row) {
    double reward = 0;
    switch (kind) {
      case LearnerReward::kConversions:
        reward = static_cast<double>(data.reward[row]);
        break;
      case LearnerReward::kExpected:
        reward = static_cast<double>(data.expected_reward[row]);
        break;
      case LearnerReward::kScore:
        reward = score.Add(data, row);
        break;
    }
    rewards.push_back(static_cast<float>(reward * UnitOf(data, row)));
  }
  return rewards;
}

std::vector<float> RewardsToGo(const market::Trajectories& data,
                               const std::vector<float>& rewards) {
  std::vector<float> to_go(rewards.size());
  double sum = 0;
  for (size_t row = rewards.size(); row-- > 0;) {
    if (data.done[row] != 0) sum = 0;
    sum += static_cast<double>(rewards[row]);
    to_go[row] = static_cast<float>(sum);
  }
  return to_go;
}

}  // namespace souk::agents
