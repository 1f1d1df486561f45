// cal: conservative, convexified off-policy learning in deployments: {play a
// day with many campaigns, learn many batches from all days so far}.
//
//   k      = k exp(0.2 a), a in (-1, 1), every tick
//   reward = worth of the tick's expected conversions (or clicks) / B
//   cost   = (spend - that worth) / B, below 0 where it was cheap
//
// both in tenths of the daily budget B, so that the day's costs are above 0
// where it paid more than the worth (the target) for what it expected; their
// limit is a share of B. Networks and equations: cautious_actor.h; caution 0
// and correction 0 make it plain SAC with a multiplier.
// A day starts from 1 times exp(start_spread N(0, 1)). Reference: Wu et al.,
// "Off-policy primal-dual safe reinforcement learning" (CAL), ICLR 2024, with
// networks of 256-256 and learning rates of 3e-4.
//
// Parameters: periods, campaigns, random_periods, updates, batch, memory,
// hidden, heads, caution, correction, limit, discount, start_spread,
// learning_rate, dual_rate.
#include <algorithm>
#include <cmath>

#include "agents/learning/cautious_cost.h"
#include "agents/learning/torch/cautious_actor.h"
#include "agents/learning/torch/replay_training.h"
#include "agents/learning/torch/row_ring.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

using market::ParamSet;
using market::ParamSpec;

/// Rewards and costs of a budget.
constexpr double kUnit = 10;

CautiousRules RulesOf(const ParamSet& params, uint32_t ticks) {
  const double discount = params.number("discount");
  return {
      .states = static_cast<int64_t>(SteeringFeatures().size()),
      .hidden = params.integer("hidden"),
      .heads = params.integer("heads"),
      .caution = params.number("caution"),
      .correction = params.number("correction"),
      .limit = DiscountedLimit(kUnit * params.number("limit"), discount, ticks),
      .discount = discount,
      .rate = params.number("learning_rate"),
      .dual_rate = params.number("dual_rate")};
}

class Cal {
 public:
  Cal(const TrainingTask& task, const std::vector<ReplayGame>& games)
      : params_(task.params),
        games_(games),
        draws_(task.seed),
        width_(static_cast<int64_t>(SteeringFeatures().size())),
        actor_(RulesOf(task.params, games[0].facts().ticks_per_day), draws_),
        memory_(params_.integer("memory"), 2 * width_ + 4) {}

  /// Deploys, and learns; the share of its campaigns that paid too much.
  double Period(int64_t period) {
    const bool random = period <= params_.integer("random_periods");
    const int64_t campaigns = params_.integer("campaigns");
    double violations = 0;
    for (int64_t i = 0; i < campaigns; ++i) {
      const ReplayGame& game = games_[draws_.Integer(games_.size())];
      const bool kept = Deploy(game, random);
      violations += kept ? 0 : 1 / static_cast<double>(campaigns);
    }
    for (int64_t i = 0; i < params_.integer("updates"); ++i) {
      actor_.Learn(Batch());
    }
    return violations;
  }
  SteeredDay::Choose Policy() {
    return [this](std::span<const float> state) { return actor_.Mean(state); };
  }
  const CautiousActor& actor() const { return actor_; }

 private:
  /// True: it paid at most the worth.
  bool Deploy(const ReplayGame& game, bool random) {
    const double start =
        std::exp(params_.number("start_spread") * draws_.Normal());
    SteeredDay day(
        game.facts(), game.aim(),
        SteeringOf(Steering::kLogarithm, std::clamp(start, 0.05, 20.0)));
    day.Follow(SteeringFeatures(), [&](std::span<const float> state) {
      return random ? 2 * draws_.Uniform() - 1 : actor_.Sample(state);
    });
    const market::LineTally tally = game.Play(day);
    Remember(game, day.steps());
    return game.CostLevel(tally) <= 1;
  }

  void Remember(const ReplayGame& game, const std::vector<SteeredStep>& steps) {
    const double budget =
        static_cast<double>(game.facts().daily_budget.micros) / kUnit;
    for (size_t i = 0; i < steps.size(); ++i) {
      const bool last = i + 1 == steps.size();
      const SteeredStep& step = steps[i];
      const double worth =
          game.aim().worth_micros * game.aim().Expected(step.tally);
      const double spend = static_cast<double>(step.tally.spend.micros);
      std::vector<float> row = step.state;
      const std::vector<float>& next = steps[last ? i : i + 1].state;
      row.insert(row.end(), next.begin(), next.end());
      for (const double number : {step.action, worth / budget,
                                  (spend - worth) / budget, last ? 0.0 : 1.0}) {
        row.push_back(static_cast<float>(number));
      }
      memory_.Add(row);
    }
  }

  CautiousBatch Batch() {
    const torch::Tensor rows = memory_.Draw(params_.integer("batch"), draws_);
    const auto column = [&](int64_t i) {
      return rows.narrow(1, 2 * width_ + i, 1);
    };
    return {rows.narrow(1, 0, width_).clamp(-5, 5),
            column(0),
            column(1),
            column(2),
            rows.narrow(1, width_, width_).clamp(-5, 5),
            column(3)};
  }

  const ParamSet& params_;
  const std::vector<ReplayGame>& games_;
  TrainingDraws draws_;
  int64_t width_;
  CautiousActor actor_;
  RowRing memory_;
};

market::Result<market::TrainedModel> Train(const TrainingTask& task,
                                           const TrainingWatch& watch) {
  torch::set_num_threads(1);
  const auto games = GamesOf("cal", task);
  if (!games) return games.error();
  Cal learner(task, *games);
  const int64_t periods = task.params.integer("periods");
  double violations = 0;
  for (int64_t period = 1; period <= periods; ++period) {
    violations += learner.Period(period);
    const double share = violations / static_cast<double>(period);
    if (!watch({period,
                periods,
                {{"training_violations", {share}},
                 {"lambda", {learner.actor().lambda()}},
                 {"cost_bound", {learner.actor().bound()}}}})) {
      return market::Error{
          market::Concat("training was stopped at period ", period)};
    }
  }
  market::TrainedModel model = SteeredModel(
      "cal", task, FiguresOf(*games, Steering::kLogarithm, learner.Policy()));
  model.figures.push_back(
      {"training_violations", {violations / static_cast<double>(periods)}});
  model.figures.push_back({"lambda", {learner.actor().lambda()}});
  learner.actor().ExportTo(model);
  return model;
}

ParamSpec Whole(const char* name, double value, Range range, const char* help) {
  ParamSpec spec = NumberParam(name, value, range, help);
  spec.shape = market::ParamShape::kInteger;
  return spec;
}

std::vector<ParamSpec> Params() {
  return {
      Whole("periods", 50, {1, 1e6}, "Deployments"),
      Whole("campaigns", 12, {1, 1e5}, "Days that are played in each of them"),
      Whole("random_periods", 2, {0, 1e6}, "First deployments, of any actions"),
      Whole("updates", 100, {0, 1e6}, "Batches learnt from after each of them"),
      Whole("batch", 128, {1, 1e5}, "Ticks in a batch"),
      Whole("memory", 50000, {1, 1e7}, "Ticks that are remembered"),
      Whole("hidden", 64, {1, 4096}, "Width of the hidden layers"),
      Whole("heads", 4, {2, 64}, "Cost critics"),
      NumberParam("caution", 0.5, {0, 100},
                  "Deviations of the heads above their mean that cost is "
                  "taken for"),
      NumberParam("correction", 10, {0, 1e6},
                  "How much being off the limit changes the multiplier at "
                  "once"),
      NumberParam("limit", 0.05, {-1, 1},
                  "Spend above worth that a day may have, of the budget"),
      NumberParam("discount", 0.99, {0, 0.999999}, "Per tick"),
      NumberParam("start_spread", 0.3, {0, 10},
                  "Deviation of the logarithm of a day's first coefficient"),
      NumberParam("learning_rate", 1e-3, {1e-9, 1}, "Of Adam"),
      NumberParam("dual_rate", 1e-2, {1e-9, 1}, "Of Adam, for the multiplier"),
  };
}

}  // namespace

TrainerEntry CalTrainer() {
  return {.name = "cal",
          .help = "Cautious actor-critic that deploys days and learns between",
          .needs = TrainingNeeds::kReplays,
          .params = Params(),
          .train = Train};
}

}  // namespace souk::agents
