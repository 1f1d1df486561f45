// uscb: an actor that steers a coefficient through replayed days, and a critic
// that knows what holding the coefficient would bring.
//
//   k   = k (1 + a), a = 0.2 clip(actor(s) + noise, -1, 1), every tick
//   G   = return of the day (held_return.h) if k is held from now on
//   L_critic = (Q(s, a) - G)^2           no bootstrapping
//   L_actor  = -Q(s, actor(s))
//
// A day starts from its best coefficient times exp(start_spread * N(0, 1)).
// G comes from playing the day again for every tick. Actor and critic have
// three hidden layers of 50. Reference: He et al., "A unified solution to
// constrained bidding in online display advertising" (USCB), KDD 2021: 96 ticks
// a day, learning rates of 1e-6 and 1e-7 over thousands of campaigns; ours are
// those of a thousandth of the data.
//
// Parameters: episodes, updates, batch, memory, noise, start_spread,
// actor_rate, critic_rate.
#include <algorithm>
#include <cmath>

#include "agents/learning/torch/replay_training.h"
#include "agents/learning/torch/row_ring.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSpec;

class Uscb {
 public:
  Uscb(const TrainingTask& task, const std::vector<ReplayGame>& games)
      : params_(task.params),
        games_(games),
        draws_(task.seed),
        width_(static_cast<int64_t>(SteeringFeatures().size())),
        actor_(Shape(width_, Activation::kTanh), draws_),
        critic_(Shape(width_ + 1, Activation::kNone), draws_),
        actor_adam_(NewAdam(*actor_, params_.number("actor_rate"))),
        critic_adam_(NewAdam(*critic_, params_.number("critic_rate"))),
        memory_(params_.integer("memory"), width_ + 2) {}

  /// One day; the critic's mean loss.
  double Episode() {
    const ReplayGame& game = games_[draws_.Integer(games_.size())];
    Remember(game, Explore(game));
    const int64_t updates = params_.integer("updates");
    double loss = 0;
    for (int64_t i = 0; i < updates; ++i) {
      loss += Update() / static_cast<double>(updates);
    }
    return loss;
  }
  SteeredDay::Choose Policy() {
    return [this](std::span<const float> state) { return ActionAt(state); };
  }
  void ExportTo(market::TrainedModel& model) const {
    Export(*actor_, "policy", model);
  }

 private:
  static MlpNetImpl::Shape Shape(int64_t inputs, Activation last) {
    return {{inputs, 50, 50, 50, 1}, Activation::kRelu, last};
  }

  double ActionAt(std::span<const float> state) {
    const torch::NoGradGuard none;
    return actor_(StateTensor(state).clamp(-5, 5)).item<double>();
  }

  std::vector<SteeredStep> Explore(const ReplayGame& game) {
    const double deviation = params_.number("start_spread") * draws_.Normal();
    const double start =
        std::clamp(game.best_coefficient() * std::exp(deviation), 0.05, 20.0);
    const double noise = params_.number("noise");
    SteeredDay day(game.facts(), game.aim(),
                   SteeringOf(Steering::kShare, start));
    day.Follow(SteeringFeatures(), [&](std::span<const float> state) {
      const double action = ActionAt(state) + noise * draws_.Normal();
      return std::clamp(action, -1.0, 1.0);
    });
    game.Play(day);
    return day.steps();
  }

  void Remember(const ReplayGame& game, const std::vector<SteeredStep>& steps) {
    std::vector<double> bid;
    for (const SteeredStep& step : steps) {
      bid.push_back(step.coefficient);
      HeldCoefficients held(game.aim(), bid);
      std::vector<float> row = step.state;
      row.push_back(static_cast<float>(step.action));
      // A hopeless day must not outweigh all others.
      const double worth = std::max(game.Return(game.Play(held)), -2.0);
      row.push_back(static_cast<float>(worth));
      memory_.Add(row);
    }
  }

  double Update() {
    const torch::Tensor rows = memory_.Draw(params_.integer("batch"), draws_);
    const torch::Tensor state = rows.narrow(1, 0, width_).clamp(-5, 5);
    const torch::Tensor action = rows.narrow(1, width_, 1);
    const torch::Tensor target = rows.narrow(1, width_ + 1, 1);
    const torch::Tensor loss =
        torch::mse_loss(critic_(torch::cat({state, action}, 1)), target);
    Descend(loss, critic_adam_);
    const torch::Tensor value =
        critic_(torch::cat({state, actor_(state)}, 1)).mean();
    Descend(-value, actor_adam_);
    return loss.item<double>();
  }

  const market::ParamSet& params_;
  const std::vector<ReplayGame>& games_;
  TrainingDraws draws_;
  int64_t width_;
  MlpNet actor_, critic_;
  torch::optim::Adam actor_adam_, critic_adam_;
  RowRing memory_;
};

market::Result<market::TrainedModel> Train(const TrainingTask& task,
                                           const TrainingWatch& watch) {
  torch::set_num_threads(1);
  const auto games = GamesOf("uscb", task);
  if (!games) return games.error();
  Uscb learner(task, *games);
  const int64_t episodes = task.params.integer("episodes");
  for (int64_t episode = 1; episode <= episodes; ++episode) {
    const double loss = learner.Episode();
    if (!watch({episode, episodes, {{"critic_loss", {loss}}}})) {
      return market::Error{
          market::Concat("training was stopped at episode ", episode)};
    }
  }
  market::TrainedModel model = SteeredModel(
      "uscb", task, FiguresOf(*games, Steering::kShare, learner.Policy()));
  learner.ExportTo(model);
  return model;
}

ParamSpec Whole(const char* name, double value, Range range, const char* help) {
  ParamSpec spec = NumberParam(name, value, range, help);
  spec.shape = market::ParamShape::kInteger;
  return spec;
}

std::vector<ParamSpec> Params() {
  return {
      Whole("episodes", 400, {1, 1e6}, "Days that are played"),
      Whole("updates", 24, {1, 1e5}, "Batches learnt from after each of them"),
      Whole("batch", 128, {1, 1e5}, "Ticks in a batch"),
      Whole("memory", 20000, {1, 1e7}, "Ticks that are remembered"),
      NumberParam("noise", 0.25, {0, 10}, "Deviation of actions, of 1"),
      NumberParam("start_spread", 0.5, {0, 10},
                  "Deviation of the logarithm of a day's first coefficient"),
      NumberParam("actor_rate", 3e-4, {1e-9, 1}, "Of Adam"),
      NumberParam("critic_rate", 1e-3, {1e-9, 1}, "Of Adam"),
  };
}

}  // namespace

TrainerEntry UscbTrainer() {
  return {.name = "uscb",
          .help = "Actor and critic of holding a coefficient, from replays",
          .needs = TrainingNeeds::kReplays,
          .params = Params(),
          .train = Train};
}

}  // namespace souk::agents
