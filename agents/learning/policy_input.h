// What trainers of bidding policies write into a model's settings and serving
// reads from them.
//
//   "features"     indices into Features(), in the order of the network's
//   inputs "shift"        of each of them, and "scale", above 0: the network
//   sees
//                  clip((x - shift) / scale, -kMostFeature, kMostFeature)
//   "coefficient"  {shift, scale, most}: of its output y it bids
//                  clip(shift + scale * y, 0, most) times the unit of its line
#pragma once

#include <span>
#include <vector>

#include "agents/learning/market_features.h"
#include "market/trained_model.h"

namespace souk::agents {

inline constexpr const char* kFeaturesSetting = "features";
inline constexpr const char* kShiftSetting = "shift";
inline constexpr const char* kScaleSetting = "scale";
inline constexpr const char* kCoefficientSetting = "coefficient";
inline constexpr double kMostFeature = 5;
/// A feature whose deviation is not above this is only shifted.
inline constexpr double kLeastDeviation = 1e-9;

/// The settings above as a network at work uses them.
class PolicyInput {
 public:
  /// Error: the model lacks one, or one makes no sense.
  static market::Result<PolicyInput> From(const market::TrainedModel& model);

  const FeatureSet& features() const { return features_; }
  size_t size() const { return features_.size(); }
  /// `raw` and `out`: size() numbers, the same if that is handy.
  void Normalise(std::span<const float> raw, std::span<float> out) const;
  /// Of an output of the network, before it is clipped.
  double Coefficient(float output) const;
  double most_coefficient() const { return most_; }

 private:
  FeatureSet features_;
  std::vector<double> shift_, scale_;  // by feature
  double coefficient_shift_ = 0;
  double coefficient_scale_ = 1;
  double most_ = 1;
};

}  // namespace souk::agents
