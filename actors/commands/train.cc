#include <spdlog/fmt/fmt.h>

#include <chrono>
#include <iostream>

#include "actors/commands/console.h"
#include "actors/commands/options.h"
#include "actors/commands/training_plugin.h"
#include "market/family.h"
#include "results/trajectory_file.h"
#include "scenarios/model_file.h"
#include "scenarios/replay_days.h"
#include "scenarios/training_file.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;
using agents::TrainerEntry;
using agents::TrainingProgress;
using market::Result;
using market::TrainedModel;
using scenarios::TrainingOrder;
using Clock = std::chrono::steady_clock;

Accepts TrainAccepts() {
  Accepts accepts;
  accepts.positional = "FILE";
  accepts.at_least = 0;
  accepts.options.add_options()(
      "output,o", po::value<std::string>()->value_name("FILE"),
      "Where the model goes; default: NAME.model in this folder")(
      "set",
      po::value<std::vector<std::string>>()->composing()->value_name(
          "PATH=VALUE"),
      "Another value for a field of the file; may be given several times")(
      "list", "Say what can be trained, and how, and do nothing else");
  return accepts;
}

double SecondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string FiguresText(const std::vector<market::NamedValues>& figures) {
  std::string text;
  for (const market::NamedValues& figure : figures) {
    text += "  " + figure.name;
    for (const double value : figure.values)
      text += fmt::format(" {:.6g}", value);
  }
  return text;
}

/// Says how it goes, at most once in two seconds.
class ProgressTeller {
 public:
  bool operator()(const TrainingProgress& progress) {
    const bool last = progress.step == progress.steps;
    if (Interrupted()) return false;
    if (!last && SecondsSince(told_) < 2) return true;
    told_ = Clock::now();
    std::cerr << "step " << progress.step << " of " << progress.steps
              << FiguresText(progress.figures) << "\n";
    return true;
  }

 private:
  Clock::time_point told_;
};

std::string TrainerText(const TrainerEntry& trainer) {
  std::string text = trainer.name + ": " + trainer.help + "\n";
  for (const market::ParamSpec& param : trainer.params) {
    text += fmt::format("  {} [{}]  {}", param.name, param.unit,
                        market::RangeText(param));
    for (const double value : param.default_value) {
      text += fmt::format(", default {}", value);
    }
    text += "\n      " + param.help + "\n";
  }
  return text;
}

Result<void> ReadTraces(TrainingOrder& order) {
  if (order.trajectories.empty()) return {};
  auto read = results::ReadTrajectories(order.trajectories);
  if (!read) return read.error();
  order.task.trajectories = std::move(read).value();
  return {};
}

/// Gives the task what the runs of its market come to.
Result<void> PlayRuns(TrainingOrder& order, agents::TrainingNeeds needs) {
  if (order.runs.scenario.empty()) return {};
  const auto start = Clock::now();
  if (needs == agents::TrainingNeeds::kReplays) {
    auto days = scenarios::ReplayDaysOf(order.runs);
    if (!days) return days.error();
    order.task.replays = std::move(days).value();
  } else {
    auto log = scenarios::LogChannels(order.runs);
    if (!log) return log.error();
    order.task.channels = std::move(log).value();
  }
  std::cerr << fmt::format("played {} runs in {:.1f} s\n", order.runs.count,
                           SecondsSince(start));
  return {};
}

int WriteModel(TrainedModel model, const std::string& path, double seconds) {
  const auto written = scenarios::WriteModelFile(model, path);
  if (!written) {
    std::cerr << "souk train: " << written.error().message << "\n";
    return kRunFailed;
  }
  for (const market::NamedValues& figure : model.figures) {
    std::cout << fmt::format("{:<28}", figure.name);
    for (const double value : figure.values) {
      std::cout << fmt::format(" {:>12.6g}", value);
    }
    std::cout << "\n";
  }
  std::cout << fmt::format("trained in {:.1f} s\ndigest {:016x}\nmodel  {}\n",
                           seconds, model.digest, path);
  return kDone;
}

int TrainFile(const Arguments& arguments,
              std::span<const TrainerEntry> trainers) {
  scenarios::TrainingRequest request{arguments.positional[0], {}};
  if (arguments.has("set")) {
    request.overrides = arguments.get<std::vector<std::string>>("set");
  }
  auto order = scenarios::LoadTraining(request, trainers);
  if (!order) {
    std::cerr << order.error().message << "\n";
    return kWrongInput;
  }
  const auto start = Clock::now();
  const TrainerEntry* const trainer =
      market::FindMember("trainer", trainers, order->trainer).value();
  for (const auto& given :
       {ReadTraces(*order), PlayRuns(*order, trainer->needs)}) {
    if (given) continue;
    std::cerr << given.error().message << "\n";
    return kWrongInput;
  }
  CatchInterrupts();
  auto model = trainer->train(order->task, ProgressTeller());
  if (!model) {
    std::cerr << "souk train: " << model.error().message << "\n";
    return Interrupted() ? kDegraded : kRunFailed;
  }
  return WriteModel(std::move(model).value(),
                    arguments.has("output")
                        ? arguments.get<std::string>("output")
                        : order->name + ".model",
                    SecondsSince(start));
}

int TrainOrList(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, TrainAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const bool list = arguments->has("list");
  if (list == !arguments->positional.empty()) {
    std::cerr << "souk train: give a training file or --list\n";
    return kWrongInput;
  }
  const auto trainers = OpenTrainers();
  if (!trainers) {
    std::cerr << "souk train: " << trainers.error().message << "\n";
    return kRunFailed;
  }
  if (!list) return TrainFile(*arguments, **trainers);
  for (const TrainerEntry& trainer : **trainers) {
    std::cout << TrainerText(trainer);
  }
  return kDone;
}

}  // namespace

Command TrainCommand() {
  return {"train", "Trains an auctioneer or a bidder, and writes its model",
          "souk train FILE [-o MODEL] [--set PATH=VALUE]... | souk train "
          "--list",
          "  souk train scenarios/library/training/j1_jmono.textproto\n",
          TrainOrList};
}

}  // namespace souk::actors
