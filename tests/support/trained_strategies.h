// Trained strategies with small models of made-up weights, for tests.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "agents/learning/market_features.h"
#include "agents/learning/policy_input.h"
#include "tests/support/hibid.h"
#include "tests/support/made_up_layers.h"
#include "tests/support/sequence_models.h"

namespace souk::tests {

inline constexpr uint32_t kExampleFeatures = 5;

/// For what stands in agents/learning/policy_input.h: five features, and
/// coefficients of up to 2 around 1.
inline market::TrainedModel PolicyModel(const std::string& member) {
  market::TrainedModel model;
  model.member = member;
  const auto set = agents::FindFeatures(
      "time_left,budget_left,pace_last,coefficient_last,won_last");
  const auto& indices = set.value().indices;
  model.settings = {
      {agents::kFeaturesSetting, {indices.begin(), indices.end()}},
      {agents::kShiftSetting, {0.5, 0.5, 0.3, 0.7, 0.2}},
      {agents::kScaleSetting, {0.3, 0.3, 0.4, 0.3, 0.2}},
      {agents::kCoefficientSetting, {1, 1, 2}}};
  return model;
}

/// Of a policy that steers its coefficient by up to 0.2 a tick.
inline market::TrainedModel SteeredModel(const std::string& member) {
  market::TrainedModel model = PolicyModel(member);
  for (market::NamedValues& setting : model.settings) {
    if (setting.name == agents::kCoefficientSetting) {
      setting.values = {0, 0.2, 20};
    }
  }
  AddLayers({"policy", {kExampleFeatures, 6, 1}}, model);
  return model;
}

/// The network "policy" of so many outputs.
inline market::TrainedModel MlpModel(const std::string& member,
                                     uint32_t outputs) {
  market::TrainedModel model = PolicyModel(member);
  AddLayers({"policy", {kExampleFeatures, 6, outputs}}, model);
  return model;
}

inline market::TrainedModel BcqModel() {
  market::TrainedModel model = PolicyModel("bcq");
  model.settings.push_back({"candidates", {4}});
  model.settings.push_back({"perturbation", {0.1}});
  AddLayers({"decoder", {kExampleFeatures + 2, 6, 1}}, model);
  AddLayers({"perturbation", {kExampleFeatures + 1, 6, 1}}, model);
  AddLayers({"critic", {kExampleFeatures + 1, 6, 11}}, model);
  return model;
}

/// A model of every trained member; null for the others.
inline std::shared_ptr<const market::TrainedModel> StrategyModel(
    const std::string& name) {
  static const std::map<std::string, std::function<market::TrainedModel()>>
      made = {
          {"bc", [] { return MlpModel("bc", 1); }},
          {"bcq", BcqModel},
          {"cal", [] { return SteeredModel("cal"); }},
          {"cql", [] { return MlpModel("cql", 2); }},
          {"diffusion",
           [] { return DiffusionModel(PolicyModel("diffusion")); }},
          {"dt", [] { return DtModel(PolicyModel("dt")); }},
          {"grad", [] { return GradModel(PolicyModel("grad")); }},
          {"hibid", [] { return HibidModel(2); }},
          {"iql", [] { return MlpModel("iql", 2); }},
          {"td3_bc", [] { return MlpModel("td3_bc", 1); }},
          {"trebi", [] { return TrebiModel(PolicyModel("trebi")); }},
          {"uscb", [] { return SteeredModel("uscb"); }},
      };
  const auto found = made.find(name);
  if (found == made.end()) return nullptr;
  return std::make_shared<const market::TrainedModel>(found->second());
}

}  // namespace souk::tests
