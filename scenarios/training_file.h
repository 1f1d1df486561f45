// Loads a training file (training.proto). As for scenarios, every fault is
// found before anything is said: one line each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "agents/learning/training.h"
#include "market/result.h"

namespace souk::scenarios {

struct TrainingOrder {
  std::string name;
  std::string trainer;  ///< name of one of the trainers
  /// Complete, but for the trajectories.
  agents::TrainingTask task;
  std::vector<std::string> trajectories;  ///< absolute paths
};

struct TrainingRequest {
  std::string path;
  std::vector<std::string> overrides;  ///< "PATH=VALUE"
};

/// `trainers`: those that there are.
market::Result<TrainingOrder> LoadTraining(
    const TrainingRequest& request,
    std::span<const agents::TrainerEntry> trainers);

}  // namespace souk::scenarios
