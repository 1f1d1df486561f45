// Training: what the plugin that holds libtorch does for `souk train`.
//
// The plugin (souk_training.so beside the program) is opened only by commands
// that train; everything it takes and gives is a plain value. A trainer is
// deterministic: the same task gives the same model, bit by bit, on the same
// machine (one thread; all draws from Purpose::kTraining). To add one: a .cc
// in agents/learning/torch/ and its two lines in registry.cc there.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "agents/learning/channel_log.h"
#include "agents/learning/joint_setting.h"
#include "agents/learning/replay_day.h"
#include "market/param.h"
#include "market/trained_model.h"
#include "market/trajectories.h"

namespace souk::agents {

struct TrainingTask {
  std::string text;  ///< of the training file, for TrainedModel::task
  uint64_t seed = 1;
  market::ParamSet params;
  /// Of a trainer of auctioneers.
  JointSetting setting;
  /// Of a trainer of bidders that learns from traces; else empty.
  market::Trajectories trajectories;
  /// Of a trainer that learns from campaigns on several channels; else empty.
  ChannelLog channels;
  /// Of a trainer of bidders that plays replays; else empty.
  std::vector<ReplayDay> replays;
};

struct TrainingProgress {
  int64_t step = 0;
  int64_t steps = 0;
  std::vector<market::NamedValues> figures;  ///< "loss", "hard regret", ...
};

/// Gets the progress; false: stop, somebody asked for it.
using TrainingWatch = std::function<bool(const TrainingProgress&)>;

enum class TrainingNeeds : uint8_t {
  kJointSetting,
  kTrajectories,
  kChannelLog,
  kReplays
};

struct TrainerEntry {
  std::string name;  ///< of the auctioneer or strategy
  std::string help;  ///< one line
  TrainingNeeds needs = TrainingNeeds::kJointSetting;
  std::vector<market::ParamSpec> params;
  /// Error: the task makes no sense, or it was stopped.
  std::function<market::Result<market::TrainedModel>(const TrainingTask&,
                                                     const TrainingWatch&)>
      train;
};

/// All trainers, ascending by name; defined in the plugin.
const std::vector<TrainerEntry>& Trainers();

/// What the plugin exports under this name.
inline constexpr const char* kTrainersSymbol = "SoukTrainers";
using TrainersFunction = const std::vector<TrainerEntry>& (*)();

}  // namespace souk::agents
