// Models of made-up weights for strategies that see a day so far, for tests.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "agents/learning/noise_schedule.h"
#include "agents/learning/sequence_network.h"
#include "tests/support/made_up_layers.h"

namespace souk::tests {

/// Features, as PolicyModel has them.
inline constexpr uint32_t kSequenceFeatures = 5;
inline constexpr uint32_t kSequenceWidth = 8;
inline constexpr uint32_t kSequenceTicks = 6;

/// Weights uniform in +-`most` / sqrt(inputs).
struct MadeUpTensor {
  std::string name;
  std::vector<uint32_t> shape;
  double most = 1;
};
inline void AddTensor(const MadeUpTensor& made, market::TrainedModel& model) {
  const market::Stream stream(37, 0, market::Purpose::kTest);
  const auto entity = static_cast<uint64_t>(model.tensors.size());
  market::Tensor& tensor = model.tensors.emplace_back();
  tensor.name = made.name;
  tensor.shape = made.shape;
  uint32_t size = 1;
  for (const uint32_t one : made.shape) size *= one;
  const double most = made.most / std::sqrt(size / made.shape.front());
  for (uint32_t i = 0; i < size; ++i) {
    tensor.values.push_back(
        static_cast<float>(most * (2 * stream.Uniform(entity, 0, i) - 1)));
  }
}
/// NAME.weight of that shape and NAME.bias of its first size.
inline void AddPart(const MadeUpTensor& made, market::TrainedModel& model) {
  AddTensor({made.name + ".weight", made.shape, made.most}, model);
  AddTensor({made.name + ".bias", {made.shape.front()}, 0.5}, model);
}

/// One layer of one head, "net.encoder".
inline void AddEncoder(market::TrainedModel& model) {
  constexpr uint32_t kWidth = kSequenceWidth;
  for (const char* part : {"query", "key", "value", "output"}) {
    AddPart({std::string("net.encoder.0_") + part, {kWidth, kWidth}, 2}, model);
  }
  AddPart({"net.encoder.0_ff1", {2 * kWidth, kWidth}, 2}, model);
  AddPart({"net.encoder.0_ff2", {kWidth, 2 * kWidth}, 2}, model);
  AddPart({"net.encoder.0_norm1", {kWidth}, 2}, model);
  AddPart({"net.encoder.0_norm2", {kWidth}, 2}, model);
  AddPart({"net.norm", {kWidth}, 2}, model);
  model.settings.push_back({"heads", {1}});
}

/// A noise network of one block.
struct MadeUpTemporal {
  std::string name;
  uint32_t columns;
  uint32_t context;
};
inline void AddTemporal(const MadeUpTemporal& made,
                        market::TrainedModel& model) {
  constexpr uint32_t kWidth = kSequenceWidth;
  const std::string block = made.name + ".0_";
  AddPart({made.name + ".in", {kWidth, made.columns, 3}, 2}, model);
  AddPart({made.name + ".out", {made.columns, kWidth, 1}, 2}, model);
  AddLayers({made.name + ".embed", {made.context, kWidth, kWidth}}, model);
  for (const char* conv : {"conv1", "conv2"}) {
    AddPart({block + conv, {kWidth, kWidth, 3}, 2}, model);
  }
  AddPart({block + "norm1", {kWidth}, 2}, model);
  AddPart({block + "norm2", {kWidth}, 2}, model);
  AddPart({block + "context", {kWidth, kWidth}, 2}, model);
}

/// Of a model with the settings of policy_input.h: as many steps of a day of
/// six ticks, and returns in units of 10.
inline void AddSequence(double steps, market::TrainedModel& model) {
  model.settings.push_back(
      {agents::kSequenceSetting, {steps, kSequenceTicks, 2, 10, 1}});
}

inline market::TrainedModel DtModel(market::TrainedModel model) {
  AddSequence(4, model);
  AddEncoder(model);
  AddPart({"net.returns", {kSequenceWidth, 1}, 1}, model);
  AddPart({"net.state", {kSequenceWidth, kSequenceFeatures}, 2}, model);
  AddPart({"net.action", {kSequenceWidth, 1}, 1}, model);
  AddPart({"net.head", {1, kSequenceWidth}, 1}, model);
  AddTensor({"net.time", {kSequenceTicks, kSequenceWidth}, 1}, model);
  return model;
}

inline market::TrainedModel GradModel(market::TrainedModel model) {
  constexpr uint32_t kWidth = kSequenceWidth;
  AddSequence(4, model);
  AddEncoder(model);
  AddPart({"net.returns", {2, 1}, 1}, model);
  AddPart({"net.state", {2, kSequenceFeatures}, 2}, model);
  AddPart({"net.before", {2, 1}, 1}, model);
  AddTensor({"net.time", {kSequenceTicks, 2}, 1}, model);
  AddPart({"net.router", {3, kWidth}, 2}, model);
  AddPart({"net.mixed_norm", {kWidth}, 2}, model);
  AddLayers({"net.policy", {kWidth, 6, 1}, 1}, model);
  AddLayers({"net.choice", {kWidth, 6, 1}, 1}, model);
  AddLayers({"net.shared", {kWidth, 6, kWidth}}, model);
  for (const char* expert : {"0", "1", "2"}) {
    AddLayers({std::string("net.expert") + expert, {kWidth, 6, kWidth}}, model);
  }
  return model;
}

inline market::TrainedModel DiffusionModel(market::TrainedModel model) {
  AddSequence(kSequenceTicks, model);
  model.settings.push_back({agents::kBetasSetting, {0.2, 0.5, 0.95}});
  AddTemporal({"noise", kSequenceFeatures, 3 + 3}, model);
  AddLayers({"inverse", {3 * kSequenceFeatures, 6, 1}, 1}, model);
  return model;
}

inline market::TrainedModel TrebiModel(market::TrainedModel model) {
  constexpr uint32_t kHorizon = 3;
  constexpr uint32_t kColumns = kSequenceFeatures + 1;
  AddSequence(1, model);
  model.settings.push_back({agents::kBetasSetting, {0.2, 0.5, 0.95}});
  model.settings.push_back({"plans", {kHorizon, 4}});
  AddTemporal({"plan", kColumns, 3}, model);
  AddLayers({"returns", {kHorizon * kColumns + 3, 6, 1}}, model);
  AddLayers({"costs", {kHorizon * kColumns + 3, 6, 1}, 1}, model);
  return model;
}

}  // namespace souk::tests
