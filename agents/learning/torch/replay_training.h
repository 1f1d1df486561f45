// Training by playing replays: what uscb and cal share.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/held_return.h"
#include "agents/learning/steered_day.h"
#include "agents/learning/torch/offline_training.h"

namespace souk::agents {

/// All games of a task. Error: there is none, or a line cannot play.
market::Result<std::vector<ReplayGame>> GamesOf(std::string_view trainer,
                                                const TrainingTask& task);

/// The features that steering policies see, raw: "pacing", free of scale.
FeatureSet SteeringFeatures();

/// How a day is steered; the first coefficient is `start`.
SteeredDay::Rules SteeringOf(Steering steering, double start);

/// A row of states as a batch of one.
torch::Tensor StateTensor(std::span<const float> state);

/// Mean figures over games that a policy plays from a start coefficient of 1.
struct GameFigures {
  double gain_share = 0;   ///< R / R*
  double held_return = 0;  ///< G
  double score_share = 0;  ///< score of what was expected / R*
  double violations = 0;   ///< share of games whose cost level is above 1
};
GameFigures FiguresOf(const std::vector<ReplayGame>& games, Steering steering,
                      const SteeredDay::Choose& choose);

/// A model whose network "policy" a SteeredPolicy serves
/// (agents/strategies/steered_policy.h), but for its tensors.
market::TrainedModel SteeredModel(const std::string& member,
                                  const TrainingTask& task,
                                  const GameFigures& figures);

}  // namespace souk::agents
