// Loads a training file (training.proto). As for scenarios, every fault is
// found before anything is said: one line each.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "agents/learning/training.h"
#include "market/result.h"
#include "scenarios/channel_runs.h"

namespace souk::scenarios {

struct TrainingOrder {
  std::string name;
  std::string trainer;  ///< name of one of the trainers
  /// Complete, but for the trajectories and for what `runs` give.
  agents::TrainingTask task;
  std::vector<std::string> trajectories;  ///< absolute paths
  RunsOrder runs;                         ///< none: no path
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
