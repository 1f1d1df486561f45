// Loads a training file (training.proto). As for scenarios, every fault is
// found before anything is said: one line each.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/learning/training.h"
#include "market/market_spec.h"
#include "market/result.h"

namespace souk::scenarios {

struct TrainingOrder {
  std::string name;
  std::string trainer;  ///< name of one of the trainers
  /// Complete, but for trajectories and replays.
  agents::TrainingTask task;
  std::vector<std::string> trajectories;  ///< absolute paths
  /// Whose days are played again (replay_days.h); null: nobody's.
  std::shared_ptr<const market::MarketSpec> replayed;
  uint32_t seat_step = 1;
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
