#include "agents/learning/torch/offline_data.h"

#include <algorithm>
#include <cmath>

#include "agents/learning/market_features.h"
#include "agents/learning/policy_input.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

torch::Tensor FloatsOf(const std::vector<float>& values) {
  return torch::tensor(values, torch::kFloat);
}

torch::Tensor States(const market::Trajectories& data,
                     const std::vector<size_t>& columns) {
  torch::Tensor state = torch::empty(
      {static_cast<int64_t>(data.rows()), static_cast<int64_t>(columns.size())},
      torch::kFloat);
  float* out = state.data_ptr<float>();
  for (size_t row = 0; row < data.rows(); ++row) {
    for (const size_t column : columns) {
      *out++ = data.state[row * data.width() + column];
    }
  }
  return state;
}

/// Mean 0 and deviation 1; a feature that never changes is only shifted.
void Standardise(OfflineData& made) {
  const torch::Tensor wide = made.state.to(torch::kDouble);
  const torch::Tensor mean = wide.mean(0);
  const torch::Tensor deviation = wide.std(0, /*unbiased=*/false);
  for (int64_t i = 0; i < wide.size(1); ++i) {
    const double sigma = deviation[i].item<double>();
    made.shift.push_back(mean[i].item<double>());
    made.scale.push_back(sigma > kLeastDeviation ? sigma : 1);
  }
  const torch::Tensor scale = torch::tensor(made.scale, torch::kDouble);
  made.state = ((wide - mean) / scale)
                   .clamp(-kMostFeature, kMostFeature)
                   .to(torch::kFloat);
}

torch::Tensor Actions(const market::Trajectories& data, double most) {
  return ((FloatsOf(data.action) - most / 2) / (most / 2))
      .clamp(-1, 1)
      .unsqueeze(1);
}

void ReadFollowers(const market::Trajectories& data, OfflineData& made) {
  const auto rows = static_cast<int64_t>(data.rows());
  made.next_row = torch::arange(rows, torch::kLong);
  made.live = torch::zeros({rows}, torch::kFloat);
  for (int64_t row = 0; row + 1 < rows; ++row) {
    if (data.done[static_cast<size_t>(row)] != 0) continue;
    made.next_row[row] = row + 1;
    made.live[row] = 1;
  }
}

market::ParamSpec Whole(market::ParamSpec spec) {
  spec.shape = market::ParamShape::kInteger;
  return spec;
}

}  // namespace

OfflineBatch OfflineData::Draw(int64_t count, TrainingDraws& draws) const {
  const torch::Tensor drawn =
      draws.Integers(count, static_cast<uint64_t>(rows()));
  return {state.index_select(0, drawn), action.index_select(0, drawn),
          reward.index_select(0, drawn),
          state.index_select(0, next_row.index_select(0, drawn)),
          live.index_select(0, drawn)};
}

void OfflineData::Describe(market::TrainedModel& model) const {
  const auto& indices = choice.features.indices;
  model.settings.push_back(
      {kFeaturesSetting, {indices.begin(), indices.end()}});
  model.settings.push_back({kShiftSetting, shift});
  model.settings.push_back({kScaleSetting, scale});
  const double half = choice.most_coefficient / 2;
  model.settings.push_back(
      {kCoefficientSetting, {half, half, choice.most_coefficient}});
}

market::Result<OfflineData> ReadOffline(const market::Trajectories& data,
                                        const OfflineChoice& choice) {
  if (data.rows() == 0) {
    return market::Error{
        "there are no trajectories to learn from; give trajectories"};
  }
  const auto columns = ColumnsOf(choice.features, data.features);
  if (!columns) return columns.error();
  OfflineData made;
  made.choice = choice;
  made.state = States(data, *columns);
  Standardise(made);
  made.action = Actions(data, choice.most_coefficient);
  const auto rewards = LearnerRewards(data, choice.reward);
  made.reward = FloatsOf(rewards);
  made.reward_to_go = FloatsOf(RewardsToGo(data, rewards));
  ReadFollowers(data, made);
  return made;
}

std::vector<market::ParamSpec> OfflineDataParams() {
  return {
      Whole(NumberParam("features", 1, {0, 1},
                        "What it sees: 0 the state of AuctionNet, 1 pacing "
                        "features free of scale")),
      NumberParam("most_coefficient", 2.5, {0.1, 1000},
                  "Coefficients are learnt and bid up to this"),
      Whole(NumberParam("reward", 2, {0, 2},
                        "0 conversions, 1 expected conversions, 2 changes of "
                        "the score of expected conversions")),
  };
}

OfflineChoice OfflineChoiceOf(const market::ParamSet& params) {
  const bool pacing = params.integer("features") == 1;
  return {FindFeatures(pacing ? "pacing" : "auctionnet").value(),
          params.number("most_coefficient"),
          static_cast<LearnerReward>(params.integer("reward"))};
}

}  // namespace souk::agents
