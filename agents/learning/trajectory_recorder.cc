#include "agents/learning/trajectory_recorder.h"

#include <algorithm>

namespace souk::agents {

using market::Feedback;
using market::kTrajectoryColumns;

namespace {

std::vector<std::string> AllNames() {
  std::vector<std::string> names;
  const auto add = [&names](std::string_view name) {
    names.push_back(market::Concat(market::kTrajectoryPrefix, name));
  };
  for (const Feature& feature : Features()) add(feature.name);
  for (const std::string_view column : kTrajectoryColumns) add(column);
  return names;
}

}  // namespace

TrajectoryRecorder::TrajectoryRecorder(const LineFacts& facts, const Aim& aim,
                                       double watch_share)
    : view_(facts, aim),
      watch_share_(watch_share),
      budget_micros_(facts.daily_budget == market::kNoLimit
                         ? 0
                         : static_cast<double>(facts.daily_budget.micros)),
      target_micros_(facts.target_cpa_micros),
      row_(Features().size() + kTrajectoryColumns.size(), 0) {}

const std::vector<std::string>& TrajectoryRecorder::SignalNames() {
  static const std::vector<std::string> names = AllNames();
  return names;
}

void TrajectoryRecorder::Plan(const market::PlanInput& input,
                              market::BidFunction& planned) {
  view_.Describe(input, std::span(row_).first(Features().size()));
  planned_ = planned;
  strategy_sees_ = planned.watch_share > 0;
  if (!strategy_sees_) planned.watch_share = watch_share_;
}

Feedback TrajectoryRecorder::Learn(const Feedback& feedback) {
  const double action = CoefficientAfter(feedback);
  const auto spend = static_cast<double>(feedback.tally.spend.micros);
  const std::array<double, kTrajectoryColumns.size()> got = {
      action,
      view_.aim().Gained(feedback.tally),
      view_.aim().Expected(feedback.tally),
      budget_micros_ > 0 ? spend / budget_micros_ : 0,
      budget_micros_,
      target_micros_};
  std::ranges::copy(got, row_.begin() + Features().size());
  view_.Learn(feedback, action);
  Feedback known = feedback;
  if (!strategy_sees_) known.seen = {};
  return known;
}

double TrajectoryRecorder::CoefficientAfter(const Feedback& feedback) const {
  return feedback.seen.empty()
             ? view_.CoefficientBefore(feedback.time)
             : CoefficientOf(view_.aim(), planned_, feedback.seen);
}

void TrajectoryRecorder::Signals(std::span<double> values) const {
  std::ranges::copy(row_, values.begin());
}

}  // namespace souk::agents
