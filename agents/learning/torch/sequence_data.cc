#include "agents/learning/torch/sequence_data.h"

#include <algorithm>

namespace souk::agents {
namespace {

using market::Trajectories;

constexpr double kDesiredShare = 0.9;

/// What is known of each row within its day.
struct Columns {
  std::vector<int64_t> days, first, last, tick;
  std::vector<float> before, left, reached;
};

float ReachedOf(const Trajectories& data, size_t row, double expected,
                double cost) {
  const double wanted = expected * data.target_micros[row];
  const double paid = cost * data.budget_micros[row];
  if (data.target_micros[row] <= 0 || paid <= wanted) return 1;
  return static_cast<float>(wanted / paid);
}

Columns ReadColumns(const Trajectories& data, const OfflineData& rows) {
  Columns made;
  const float* const action = rows.action.data_ptr<float>();
  size_t first = 0;
  double cost = 0, expected = 0;
  for (size_t row = 0; row < data.rows(); ++row) {
    if (row == first) made.days.push_back(static_cast<int64_t>(row));
    made.first.push_back(static_cast<int64_t>(first));
    made.tick.push_back(static_cast<int64_t>(data.tick[row]));
    made.before.push_back(row == first ? 0.0F : action[row - 1]);
    made.left.push_back(static_cast<float>(1 - cost));
    made.reached.push_back(ReachedOf(data, row, expected, cost));
    cost += static_cast<double>(data.cost[row]);
    expected += static_cast<double>(data.expected_reward[row]);
    if (data.done[row] == 0 && row + 1 < data.rows()) continue;
    made.last.resize(row + 1, static_cast<int64_t>(row));
    first = row + 1;
    cost = expected = 0;
  }
  return made;
}

torch::Tensor Floats(const std::vector<float>& values) {
  return torch::tensor(values, torch::kFloat).unsqueeze(1);
}

/// Returns of whole days.
std::vector<double> DayReturns(const SequenceData& data) {
  const torch::Tensor returns =
      data.rows.reward_to_go.index_select(0, data.days).to(torch::kDouble);
  const double* const values = returns.data_ptr<double>();
  return {values, values + returns.size(0)};
}

void Take(Columns columns, SequenceData& made) {
  made.days = torch::tensor(columns.days, torch::kLong);
  made.first = torch::tensor(columns.first, torch::kLong);
  made.last = torch::tensor(columns.last, torch::kLong);
  made.tick = torch::tensor(columns.tick, torch::kLong);
  made.before = Floats(columns.before);
  made.left = Floats(columns.left);
  made.reached = Floats(columns.reached);
}

}  // namespace

double Percentile(std::vector<double> values, double share) {
  std::ranges::sort(values);
  const auto at =
      static_cast<size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

market::Result<SequenceData> ReadSequences(const TrainingTask& task,
                                           size_t steps) {
  auto rows = ReadOffline(task.trajectories, OfflineChoiceOf(task.params));
  if (!rows) return rows.error();
  SequenceData made;
  made.rows = std::move(rows).value();
  Take(ReadColumns(task.trajectories, made.rows), made);
  made.cost_to_go =
      Floats(RewardsToGo(task.trajectories, task.trajectories.cost));
  const double desired = Percentile(DayReturns(made), kDesiredShare);
  const auto ticks = static_cast<size_t>(made.tick.max().item<int64_t>()) + 1;
  made.settings = {std::min(steps, ticks), ticks, made.rows.choice.reward,
                   desired > 0 ? desired : 1, 1};
  made.to_go = (made.rows.reward_to_go / made.settings.unit).unsqueeze(1);
  return made;
}

SequenceBatch SequenceData::Between(const torch::Tensor& start,
                                    const torch::Tensor& end,
                                    int64_t steps) const {
  const torch::Tensor wished =
      start.unsqueeze(1) + torch::arange(steps, torch::kLong).unsqueeze(0);
  const torch::Tensor at = torch::minimum(wished, end.unsqueeze(1));
  const int64_t count = start.size(0);
  const auto pick = [&](const torch::Tensor& from) {
    return from.index_select(0, at.flatten()).view({count, steps, -1});
  };
  return {pick(rows.state),
          pick(rows.action),
          pick(before),
          pick(to_go),
          pick(cost_to_go),
          pick(reached),
          pick(left),
          pick(tick).squeeze(2),
          (wished <= end.unsqueeze(1)).to(torch::kFloat)};
}

SequenceBatch SequenceData::DrawPast(int64_t count,
                                     TrainingDraws& draws) const {
  const torch::Tensor end =
      draws.Integers(count, static_cast<uint64_t>(rows.rows()));
  const auto steps = static_cast<int64_t>(settings.steps);
  const torch::Tensor start =
      torch::maximum(first.index_select(0, end), end - (steps - 1));
  return Between(start, end, steps);
}

SequenceBatch SequenceData::DrawDays(int64_t count,
                                     TrainingDraws& draws) const {
  const torch::Tensor start = days.index_select(
      0, draws.Integers(count, static_cast<uint64_t>(days.size(0))));
  return Between(start, last.index_select(0, start),
                 static_cast<int64_t>(settings.steps));
}

SequenceBatch SequenceData::DrawAhead(int64_t count, int64_t steps,
                                      TrainingDraws& draws) const {
  const torch::Tensor start =
      draws.Integers(count, static_cast<uint64_t>(rows.rows()));
  return Between(start, last.index_select(0, start), steps);
}

void SequenceData::Describe(market::TrainedModel& model) const {
  rows.Describe(model);
  model.settings.push_back({kSequenceSetting, settings.Values()});
}

}  // namespace souk::agents
