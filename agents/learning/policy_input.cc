#include "agents/learning/policy_input.h"

#include <algorithm>
#include <string>

namespace souk::agents {
namespace {

using market::Concat;
using market::Error;
using market::Result;
using market::TrainedModel;

Error Fault(const TrainedModel& model, const std::string& what) {
  return Error{Concat("model of '", model.member, "': ", what)};
}

/// The setting of `size` numbers.
Result<std::vector<double>> Setting(const TrainedModel& model, const char* name,
                                    size_t size) {
  const auto* const found = model.FindSetting(name);
  if (found != nullptr && found->size() == size) return *found;
  return Fault(model, Concat("the setting '", name, "' has ",
                             found == nullptr ? 0 : found->size(),
                             " numbers; it must have ", size));
}

Result<FeatureSet> FeaturesOf(const TrainedModel& model) {
  const auto* const indices = model.FindSetting(kFeaturesSetting);
  if (indices == nullptr || indices->empty()) {
    return Fault(model, "it lacks the setting 'features'");
  }
  auto features = FeaturesAt(*indices);
  if (!features) return Fault(model, features.error().message);
  return features;
}

}  // namespace

Result<PolicyInput> PolicyInput::From(const TrainedModel& model) {
  auto features = FeaturesOf(model);
  if (!features) return features.error();
  auto shift = Setting(model, kShiftSetting, features->size());
  if (!shift) return shift.error();
  auto scale = Setting(model, kScaleSetting, features->size());
  if (!scale) return scale.error();
  const auto coefficient = Setting(model, kCoefficientSetting, 3);
  if (!coefficient) return coefficient.error();
  if (std::ranges::min(*scale) <= 0 || (*coefficient)[2] <= 0) {
    return Fault(model, "scales and the most coefficient must be above 0");
  }
  PolicyInput made;
  made.features_ = std::move(features).value();
  made.shift_ = std::move(shift).value();
  made.scale_ = std::move(scale).value();
  made.coefficient_shift_ = (*coefficient)[0];
  made.coefficient_scale_ = (*coefficient)[1];
  made.most_ = (*coefficient)[2];
  return made;
}

void PolicyInput::Normalise(std::span<const float> raw,
                            std::span<float> out) const {
  for (size_t i = 0; i < size(); ++i) {
    const double x = (static_cast<double>(raw[i]) - shift_[i]) / scale_[i];
    out[i] = static_cast<float>(std::clamp(x, -kMostFeature, kMostFeature));
  }
}

double PolicyInput::Coefficient(float output) const {
  return coefficient_shift_ + coefficient_scale_ * static_cast<double>(output);
}

}  // namespace souk::agents
