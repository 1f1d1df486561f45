// What trainers of bidding policies write into a model's settings and serving
// reads from them.
//
//   "input:NAME"   {shift, scale} of the feature NAME, in order: the network
//                  sees clip((x - shift) / scale, -kMostFeature, kMostFeature)
//   "coefficient"  {shift, scale, most}: of its output y it bids
//                  clip(shift + scale * y, 0, most) times the unit of its line
#pragma once

namespace souk::agents {

inline constexpr const char* kInputSetting = "input:";
inline constexpr const char* kCoefficientSetting = "coefficient";
inline constexpr float kMostFeature = 5;
/// A feature whose deviation is not above this is only shifted.
inline constexpr double kLeastDeviation = 1e-9;

}  // namespace souk::agents
