#include "agents/learning/learner_rewards.h"

#include "market/cpa_score.h"

namespace souk::agents {
namespace {

bool HasTarget(const DayOutcome& day) {
  return day.target > 0 && day.budget > 0;
}

double UnitOf(const DayOutcome& day) {
  return HasTarget(day) ? kCommonConversions * day.target / day.budget : 1;
}

double ScoreOf(const DayOutcome& day) {
  return HasTarget(day) ? market::CpaScore({day.expected, day.cost, day.target})
                        : day.expected;
}

/// Adds a row to its day.
void Add(const market::Trajectories& data, size_t row, DayOutcome& day) {
  day.budget = data.budget_micros[row];
  day.target = data.target_micros[row];
  day.gained += static_cast<double>(data.reward[row]);
  day.expected += static_cast<double>(data.expected_reward[row]);
  day.cost += static_cast<double>(data.cost[row]) * day.budget;
}

}  // namespace

double DayReturn(LearnerReward kind, const DayOutcome& day) {
  switch (kind) {
    case LearnerReward::kConversions:
      return day.gained * UnitOf(day);
    case LearnerReward::kExpected:
      return day.expected * UnitOf(day);
    case LearnerReward::kScore:
      break;
  }
  return ScoreOf(day) * UnitOf(day);
}

std::vector<float> LearnerRewards(const market::Trajectories& data,
                                  LearnerReward kind) {
  std::vector<float> rewards;
  DayOutcome day;
  double before = 0;
  for (size_t row = 0; row < data.rows(); ++row) {
    Add(data, row, day);
    const double after = DayReturn(kind, day);
    rewards.push_back(static_cast<float>(after - before));
    before = after;
    if (data.done[row] != 0) {
      day = {};
      before = 0;
    }
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
