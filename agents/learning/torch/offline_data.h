// Trajectories as tensors, for trainers that learn from logged data.
//
// Features are shifted and scaled to mean 0 and deviation 1, and clipped to
// +-kMostFeature; coefficients become (a - most / 2) / (most / 2), clipped to
// +-1. Serving does the same with the settings that Describe writes
// (agents/strategies/trained_policy.h).
#pragma once

#include <string>
#include <vector>

#include "agents/learning/learner_rewards.h"
#include "agents/learning/market_features.h"
#include "agents/learning/torch/networks.h"
#include "agents/learning/training.h"

namespace souk::agents {

struct OfflineChoice {
  FeatureSet features;
  double most_coefficient = 2.5;
  LearnerReward reward = LearnerReward::kScore;
};

/// Some rows and what followed.
struct OfflineBatch {
  torch::Tensor state;   ///< [n, features]
  torch::Tensor action;  ///< [n, 1], in [-1, 1]
  torch::Tensor reward;  ///< [n]
  torch::Tensor next;    ///< [n, features]; of a last row itself
  torch::Tensor live;    ///< [n]: 0 for a last row, else 1
};

struct OfflineData {
  OfflineChoice choice;
  torch::Tensor state;         ///< [rows, features]
  torch::Tensor action;        ///< [rows, 1]
  torch::Tensor reward;        ///< [rows]
  torch::Tensor reward_to_go;  ///< [rows]: sums to the end of the trajectory
  torch::Tensor next_row;      ///< [rows], int64
  torch::Tensor live;          ///< [rows]
  std::vector<double> shift, scale;  ///< of the features

  int64_t rows() const { return state.size(0); }
  int64_t width() const { return state.size(1); }
  /// `count` rows drawn with replacement.
  OfflineBatch Draw(int64_t count, TrainingDraws& draws) const;
  /// The settings of policy_input.h.
  void Describe(market::TrainedModel& model) const;
};

/// Error: there are no rows, or the data lacks a feature.
market::Result<OfflineData> ReadOffline(const market::Trajectories& data,
                                        const OfflineChoice& choice);

/// features, most_coefficient, reward: what every trainer of bidders has.
std::vector<market::ParamSpec> OfflineDataParams();
OfflineChoice OfflineChoiceOf(const market::ParamSet& params);

}  // namespace souk::agents
