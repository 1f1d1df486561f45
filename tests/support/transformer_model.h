// Models of made-up weights for jmono and jtransnet.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "agents/learning/joint_setting.h"
#include "agents/learning/setting_values.h"
#include "market/random.h"

namespace souk::tests {

/// Appends tensor `name`, uniform in +-`most`.
inline void AddMadeUp(const std::string& name, std::vector<uint32_t> shape,
                      double most, market::TrainedModel& model) {
  const market::Stream stream(33, 0, market::Purpose::kTest);
  const auto entity = static_cast<uint64_t>(model.tensors.size());
  market::Tensor& tensor = model.tensors.emplace_back();
  tensor.name = name;
  uint32_t size = 1;
  for (const uint32_t one : shape) size *= one;
  tensor.shape = std::move(shape);
  for (uint32_t i = 0; i < size; ++i) {
    const double drawn = 2 * stream.Uniform(entity, 0, i) - 1;
    tensor.values.push_back(static_cast<float>(most * drawn));
  }
}

inline void AddDense(const std::string& name, uint32_t inputs, uint32_t outputs,
                     market::TrainedModel& model) {
  AddMadeUp(name + ".weight", {outputs, inputs}, 2 / std::sqrt(inputs), model);
  AddMadeUp(name + ".bias", {outputs}, 0.1, model);
}

inline void AddNorm(const std::string& name, uint32_t width,
                    market::TrainedModel& model) {
  AddMadeUp(name + ".weight", {width}, 1, model);
  AddMadeUp(name + ".bias", {width}, 0.1, model);
}

/// Embedding, one layer of width 8, head.
inline void AddTokenScorer(const std::string& name, uint32_t inputs,
                           market::TrainedModel& model) {
  constexpr uint32_t kWidth = 8;
  AddDense(name + ".embed", inputs, kWidth, model);
  const std::string layer = name + ".encoder.0_";
  for (const char* const part : {"query", "key", "value", "output"}) {
    AddDense(layer + part, kWidth, kWidth, model);
  }
  AddDense(layer + "ff1", kWidth, 2 * kWidth, model);
  AddDense(layer + "ff2", 2 * kWidth, kWidth, model);
  AddNorm(layer + "norm1", kWidth, model);
  AddNorm(layer + "norm2", kWidth, model);
  AddDense(name + ".head", kWidth, 1, model);
}

inline market::TrainedModel MadeUpJTransNet(
    const agents::JointSetting& setting) {
  market::TrainedModel model;
  model.member = "jtransnet";
  agents::KeepSetting(setting, model);
  model.settings.push_back({"empty_slots", {1}});
  model.settings.push_back({"heads", {2}});
  const auto slots = static_cast<uint32_t>(setting.slot_weight.size());
  AddTokenScorer("bundles", 4 + slots, model);
  AddTokenScorer("members", 8, model);
  model.tensors.push_back({"empty.score", {1}, {0.8F}});
  return model;
}

inline market::TrainedModel MadeUpJMono(const agents::JointSetting& setting) {
  market::TrainedModel model;
  model.member = "jmono";
  agents::KeepSetting(setting, model);
  model.tensors = {{"brand.bids", {3}, {0, 0.3F, 1}},
                   {"brand.worths", {3}, {-0.7F, -0.2F, 1.1F}},
                   {"store.bids", {4}, {0, 0.2F, 0.5F, 1}},
                   {"store.worths", {4}, {-0.4F, 0, 0.1F, 0.9F}}};
  return model;
}

}  // namespace souk::tests
