#include "agents/learning/torch/replay_training.h"

#include "agents/learning/policy_input.h"
#include "market/cpa_score.h"

namespace souk::agents {
namespace {

/// Change of an action of 1, and what a policy may bid at most.
constexpr double kReach = 0.2;
constexpr double kMost = 20;

market::Error Fault(std::string_view trainer, const std::string& what) {
  return market::Error{market::Concat(trainer, ": ", what)};
}

double ScoreShare(const ReplayGame& game, const market::LineTally& day) {
  const double target = game.facts().target_cpa_micros;
  const double gain = game.aim().Expected(day);
  const double score =
      target > 0 ? market::CpaScore({gain, game.CostLevel(day), 1}) : gain;
  return game.best_gain() > 0 ? score / game.best_gain() : 0;
}

}  // namespace

market::Result<std::vector<ReplayGame>> GamesOf(std::string_view trainer,
                                                const TrainingTask& task) {
  if (task.replays.empty()) {
    return Fault(trainer, "there are no days to replay");
  }
  std::vector<ReplayGame> games;
  for (const ReplayDay& day : task.replays) {
    auto game = ReplayGame::Make(trainer, day);
    if (!game) return game.error();
    if (game->best_gain() > 0) games.push_back(std::move(game).value());
  }
  if (games.empty()) {
    return Fault(trainer, "nothing can be gained on any of the days");
  }
  return games;
}

FeatureSet SteeringFeatures() { return FindFeatures("pacing").value(); }

SteeredDay::Rules SteeringOf(Steering steering, double start) {
  return {.coefficient = {.start = start, .least = 0.05, .most = kMost},
          .steering = steering,
          .reach = kReach};
}

torch::Tensor StateTensor(std::span<const float> state) {
  torch::Tensor made = torch::empty({1, static_cast<int64_t>(state.size())});
  std::ranges::copy(state, made.data_ptr<float>());
  return made;
}

GameFigures FiguresOf(const std::vector<ReplayGame>& games, Steering steering,
                      const SteeredDay::Choose& choose) {
  GameFigures figures;
  const auto n = static_cast<double>(games.size());
  for (const ReplayGame& game : games) {
    SteeredDay day(game.facts(), game.aim(), SteeringOf(steering, 1));
    day.Follow(SteeringFeatures(), choose);
    const market::LineTally tally = game.Play(day);
    figures.gain_share += game.aim().Expected(tally) / game.best_gain() / n;
    figures.held_return += game.Return(tally) / n;
    figures.score_share += ScoreShare(game, tally) / n;
    figures.violations += game.CostLevel(tally) > 1 ? 1 / n : 0;
  }
  return figures;
}

market::TrainedModel SteeredModel(const std::string& member,
                                  const TrainingTask& task,
                                  const GameFigures& figures) {
  market::TrainedModel model;
  model.member = member;
  model.task = task.text;
  model.seed = task.seed;
  const auto features = SteeringFeatures().indices;
  model.settings = {
      {kFeaturesSetting, {features.begin(), features.end()}},
      {kShiftSetting, std::vector<double>(features.size(), 0)},
      {kScaleSetting, std::vector<double>(features.size(), 1)},
      {kCoefficientSetting, {0, kReach, kMost}},
  };
  model.figures = {{"gain_share", {figures.gain_share}},
                   {"held_return", {figures.held_return}},
                   {"score_share", {figures.score_share}},
                   {"violations", {figures.violations}}};
  return model;
}

}  // namespace souk::agents
