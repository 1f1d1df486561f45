#include "results/trajectory_pivot.h"

#include <algorithm>
#include <map>

#include "market/types.h"

namespace souk::results {

using market::Error;
using market::kTrajectoryColumns;
using market::kTrajectoryPrefix;
using market::Result;
using market::Trajectories;

namespace {

constexpr uint64_t kRowsAtATime = 65536;

/// The columns of a recorded row: features, then kTrajectoryColumns.
struct Plan {
  std::vector<std::string> features;
  /// By signal: its place in a row, or kNone.
  std::vector<uint32_t> place;
  size_t first_feature = 0;  ///< place of "time_left"

  size_t width() const { return features.size(); }
  size_t columns() const { return width() + kTrajectoryColumns.size(); }
};

bool IsColumn(std::string_view name) {
  return std::ranges::find(kTrajectoryColumns, name) !=
         kTrajectoryColumns.end();
}

Plan PlanOf(const std::vector<std::string>& signals) {
  Plan plan;
  std::vector<std::string> names;
  for (const std::string& signal : signals) {
    if (!signal.starts_with(kTrajectoryPrefix)) continue;
    names.push_back(signal.substr(kTrajectoryPrefix.size()));
    if (!IsColumn(names.back())) plan.features.push_back(names.back());
  }
  std::vector<std::string> order = plan.features;
  order.insert(order.end(), kTrajectoryColumns.begin(),
               kTrajectoryColumns.end());
  for (const std::string& signal : signals) {
    const bool ours = signal.starts_with(kTrajectoryPrefix);
    const auto name = ours ? signal.substr(kTrajectoryPrefix.size()) : signal;
    const auto found = ours ? std::ranges::find(order, name) : order.end();
    plan.place.push_back(found == order.end()
                             ? market::kNone
                             : static_cast<uint32_t>(found - order.begin()));
  }
  const auto start = std::ranges::find(plan.features, "time_left");
  plan.first_feature = static_cast<size_t>(start - plan.features.begin());
  return plan;
}

/// What a line has reported of a day, row by row.
using Day = std::vector<double>;

/// Turns rows of the table `learning` into days.
class Pivot {
 public:
  Pivot(Plan plan, uint32_t first_episode, const TakeDay& take)
      : plan_(std::move(plan)), episode_(first_episode), take_(take) {}

  /// False: the row before lacks a number.
  bool Take(const market::SignalTicked& row) {
    const uint32_t place = plan_.place[row.signal];
    if (place == market::kNone) return true;
    const bool whole = same_row(row) || CloseRow();
    if (filled_ == 0) {
      row_.assign(plan_.columns(), 0);
      tick_ = row.tick;
      line_ = row.line;
    }
    row_[place] = row.value;
    ++filled_;
    return whole;
  }
  bool Finish() {
    const bool whole = CloseRow();
    CloseDay();
    return whole;
  }
  uint32_t episode() const { return episode_; }

 private:
  bool same_row(const market::SignalTicked& row) const {
    return filled_ > 0 && row.tick == tick_ && row.line == line_;
  }

  bool CloseRow() {
    if (filled_ == 0) return true;
    const bool whole = filled_ == plan_.columns();
    filled_ = 0;
    // A day begins with all of its time left.
    if (row_[plan_.first_feature] == 1 && days_.contains(line_)) CloseDay();
    Day& day = days_[line_];
    day.insert(day.end(), row_.begin(), row_.end());
    return whole;
  }

  void CloseDay() {
    Trajectories rows;
    rows.features = plan_.features;
    for (const auto& [line, day] : days_) AddLine(day, rows);
    days_.clear();
    if (rows.rows() > 0) take_(rows);
  }

  void AddLine(const Day& day, Trajectories& rows) {
    const size_t ticks = day.size() / plan_.columns();
    for (size_t tick = 0; tick < ticks; ++tick) {
      const double* row = day.data() + tick * plan_.columns();
      for (size_t i = 0; i < plan_.width(); ++i) {
        rows.state.push_back(static_cast<float>(row[i]));
      }
      AddColumns(row + plan_.width(), rows);
      rows.tick.push_back(static_cast<uint32_t>(tick));
      rows.episode.push_back(episode_);
      rows.done.push_back(tick + 1 == ticks ? 1 : 0);
    }
    ++episode_;
  }

  /// In the order of kTrajectoryColumns.
  static void AddColumns(const double* values, Trajectories& rows) {
    rows.action.push_back(static_cast<float>(values[0]));
    rows.reward.push_back(static_cast<float>(values[1]));
    rows.expected_reward.push_back(static_cast<float>(values[2]));
    rows.cost.push_back(static_cast<float>(values[3]));
    rows.budget_micros.push_back(values[4]);
    rows.target_micros.push_back(values[5]);
  }

  Plan plan_;
  uint32_t episode_;
  const TakeDay& take_;
  std::map<uint32_t, Day> days_;  // by line
  Day row_;                       // of tick_ and line_
  size_t filled_ = 0;
  uint32_t tick_ = 0;
  uint32_t line_ = 0;
};

/// Rows of `learning` as structs.
Result<std::vector<market::SignalTicked>> ReadSignals(TraceReader& trace,
                                                      RowRange range) {
  const auto tick = trace.Read<uint32_t>("learning/tick", range);
  const auto line = trace.Read<uint32_t>("learning/line", range);
  const auto signal = trace.Read<uint32_t>("learning/signal", range);
  const auto value = trace.Read<double>("learning/value", range);
  if (!tick) return tick.error();
  if (!line) return line.error();
  if (!signal) return signal.error();
  if (!value) return value.error();
  std::vector<market::SignalTicked> rows;
  for (size_t i = 0; i < range.count; ++i) {
    rows.push_back({(*tick)[i], (*line)[i], (*signal)[i], (*value)[i]});
  }
  return rows;
}

Error Incomplete(const TraceReader& trace) {
  return {"'" + trace.path() +
          "' has rows of trajectories that lack a number: it was changed "
          "after the run"};
}

}  // namespace

Result<std::vector<std::string>> RecordedFeatures(const TraceReader& trace) {
  const Plan plan = PlanOf(trace.manifest().signals);
  if (plan.first_feature == plan.features.size()) {
    return Error{"'" + trace.path() +
                 "' has no trajectories: run its scenario with "
                 "recording.trajectory_watch_share above 0"};
  }
  if (!trace.complete()) {
    return Error{"'" + trace.path() +
                 "' is incomplete: finish its run with souk resume"};
  }
  return plan.features;
}

Result<uint32_t> ForEachDay(TraceReader& trace, uint32_t first_episode,
                            const TakeDay& take) {
  Pivot pivot(PlanOf(trace.manifest().signals), first_episode, take);
  const uint64_t all = trace.rows("learning");
  const size_t signals = trace.manifest().signals.size();
  for (uint64_t first = 0; first < all; first += kRowsAtATime) {
    const uint64_t count = std::min(kRowsAtATime, all - first);
    const auto rows = ReadSignals(trace, {first, count});
    if (!rows) return rows.error();
    for (const market::SignalTicked& row : *rows) {
      if (row.signal >= signals || !pivot.Take(row)) return Incomplete(trace);
    }
  }
  if (!pivot.Finish()) return Incomplete(trace);
  return pivot.episode();
}

}  // namespace souk::results
