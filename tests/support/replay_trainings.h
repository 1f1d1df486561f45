// Trainers that play replays, on small days.
#pragma once

#include <string>

#include "agents/learning/training.h"
#include "market/family.h"
#include "tests/support/replay_days.h"
#include "tests/support/strategies.h"

namespace souk::tests {

inline constexpr DayShape kTrainingShape = {.ticks = 24, .pages = 40};

/// `target` 0: only the budget counts.
inline agents::ReplayDay TrainingDay(uint32_t number, double target) {
  agents::ReplayDay day;
  day.ticks = SmallDay(number, kTrainingShape);
  day.facts = ViewFacts();
  day.facts.value_per_conversion_micros = kWorth;
  day.facts.target_cpa_micros = target;
  day.facts.daily_budget = market::Money(1500000);
  day.facts.ticks_per_day = kTrainingShape.ticks;
  return day;
}

/// Days `first` to `first + count`.
inline std::vector<agents::ReplayDay> TrainingDays(uint32_t first,
                                                   uint32_t count,
                                                   double target) {
  std::vector<agents::ReplayDay> days;
  for (uint32_t i = 0; i < count; ++i) {
    days.push_back(TrainingDay(first + i, target));
  }
  return days;
}

inline const agents::TrainerEntry& TrainerOf(const std::string& name) {
  return *market::FindMember("trainer", std::span(agents::Trainers()), name)
              .value();
}

inline agents::TrainingTask ReplayTask(const std::string& trainer,
                                       const Params& params,
                                       std::vector<agents::ReplayDay> days) {
  agents::TrainingTask task;
  task.params =
      market::ParamSet::Make(TrainerOf(trainer).params, params).value();
  task.replays = std::move(days);
  return task;
}

inline market::TrainedModel Trained(const std::string& trainer,
                                    const agents::TrainingTask& task) {
  return TrainerOf(trainer)
      .train(task, [](const agents::TrainingProgress&) { return true; })
      .value();
}

inline double Figure(const market::TrainedModel& model,
                     const std::string& name) {
  for (const market::NamedValues& figure : model.figures) {
    if (figure.name == name) return figure.values[0];
  }
  ADD_FAILURE() << "no figure " << name;
  return 0;
}

}  // namespace souk::tests
