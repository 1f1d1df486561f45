// hibid: executors per channel and a planner across channels, offline.
//
// Executor (a day of a line, discount .999 a tick), for lambda drawn anew
// whenever a row is used, uniform in [0, most_lambda]:
//   y       = click - lambda * cost + discount * Q'(s', a'),
//             a' = arg max of Q' over the actions that the data has there
//   L       = w huber(Q(s,a) - y) + (1 - w) (Q(s,a~) - max of likely Q(s,.))^2
//   Q_click and Q_cost with their own targets at the same a'
// where a~ is any action, and counts if the data does not have it (in the
// paper a~ is behaviour-like; with exploring bidders that would level all
// actions). Planner (a day of a campaign, its channels one after the other, no
// discount): the same with clicks as reward, plus
//   L_aux   = sum over channels of .01 (.01 (given - spent))^2
// with given = sum of soft arg max / 20 * budget over the batch, in currency.
// Imitation: cross-entropy + .01 logit^2. Units of clicks and costs: see
// channel_view.h; lambda is in clicks at the target cost. Levels .5 to 1.45
// want lambdas of 2 to .7 (a bidder of 1 / lambda), so they are drawn up to
// 2.25, not 1. Reference: see agents/learning/hibid_rules.h.
#include "agents/learning/torch/hibid_training.h"
#include "agents/learning/training.h"

namespace souk::agents {
namespace {

using market::ParamShape;
using market::ParamSpec;
using market::Result;
using market::TrainedModel;

ParamSpec Number(const char* name, double value, double max, const char* help) {
  return {.name = name,
          .unit = "1",
          .shape = ParamShape::kNumber,
          .default_value = {value},
          .min = 0,
          .max = max,
          .help = help};
}

ParamSpec Count(const char* name, double value, const char* help) {
  return {.name = name,
          .unit = "1",
          .shape = ParamShape::kInteger,
          .default_value = {value},
          .min = 1,
          .max = 1e7,
          .help = help};
}

std::vector<ParamSpec> Params() {
  return {Count("executor_steps", 3000, "Batches of the executor"),
          Count("planner_steps", 2000, "Batches of the planner"),
          Count("batch", 256, "Rows of a batch"),
          Number("learning_rate", 1e-3, 1, "Adam's"),
          Number("discount", 0.999, 1, "Of an executor's later ticks"),
          Number("most_lambda", 2.25, 100,
                 "Price of cost in clicks: drawn from 0 up to it"),
          Number("threshold", 0.3, 1,
                 "Actions this likely beside the likeliest count as known"),
          Number("data_weight", 0.7, 1,
                 "Of the error on the data, beside that on unknown actions"),
          Number("batch_loss", 1, 1000,
                 "Weight of the loss that holds channels to what they can "
                 "spend")};
}

HibidRules RulesOf(const market::ParamSet& params) {
  const auto whole = [&params](const char* name) {
    return static_cast<int64_t>(params.number(name));
  };
  return {whole("executor_steps"),
          whole("planner_steps"),
          whole("batch"),
          params.number("learning_rate"),
          params.number("discount"),
          params.number("most_lambda"),
          params.number("threshold"),
          params.number("data_weight"),
          params.number("batch_loss")};
}

std::vector<double> Lambdas(double most) {
  std::vector<double> lambdas;
  for (size_t i = 0; i < kHibidLambdas; ++i) {
    lambdas.push_back(most * static_cast<double>(i) / (kHibidLambdas - 1));
  }
  return lambdas;
}

TrainedModel Begin(const TrainingTask& task, const HibidRules& rules) {
  TrainedModel model;
  model.member = "hibid";
  model.task = task.text;
  model.seed = task.seed;
  model.settings = {{"channels", {static_cast<double>(task.channels.channels)}},
                    {"lambdas", Lambdas(rules.most_lambda)},
                    {"threshold", {rules.threshold}}};
  return model;
}

Result<TrainedModel> Train(const TrainingTask& task,
                           const TrainingWatch& watch) {
  torch::set_num_threads(1);
  const HibidRules rules = RulesOf(task.params);
  const PlannerData days = ReadPlannerData(task.channels);
  if (task.channels.days < 2 || days.state.size(0) == 0) {
    return market::Error{
        "hibid: learns from campaigns that are on every channel for two days "
        "or more, and there is none"};
  }
  TrainedModel model = Begin(task, rules);
  double loss = 0;
  const HibidWatch tell = [&](const char* name, int64_t step, int64_t steps,
                              double now) {
    loss += (now - loss) / 100;
    return watch({step, steps, {{name, {loss}}}});
  };
  TrainingDraws draws(task.seed);
  const ExecutorData ticks = ReadExecutorData(task.channels);
  bool done = TrainExecutor(ticks, rules, draws, tell, model);
  model.figures = {
      {"executor_rows", {static_cast<double>(ticks.state.size(0))}},
      {"executor_loss", {loss}},
      {"planner_rows", {static_cast<double>(days.state.size(0))}}};
  done = done && TrainPlanner(days, rules, draws, tell, model);
  if (!done) return market::Error{"hibid: training was stopped"};
  model.figures.push_back({"planner_loss", {loss}});
  return model;
}

}  // namespace

TrainerEntry HibidTrainer() {
  return {.name = "hibid",
          .help = "Executors per channel and a planner across channels",
          .needs = TrainingNeeds::kChannelLog,
          .params = Params(),
          .train = Train};
}

}  // namespace souk::agents
