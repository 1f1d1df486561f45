// The arithmetic of Smart Pacing: targets by tick, rates by layer.
//
// Xu, Lee, Li, Qi, Lu, "Smart Pacing for Effective Online Ad Campaign
// Optimization", KDD 2015, arXiv 1506.05851, section 4.
#pragma once

#include <cstdint>
#include <span>

namespace souk::market {

/// The next tick's target: its plan, and an even part of what is behind
/// (impressions planned and not delivered; negative: ahead), so that the
/// squared deviations from the plan of the `ticks_left` >= 1 are least. Never
/// below 0.
double PaceTarget(double planned_next, double behind, uint32_t ticks_left);

/// Placements of like predicted response.
struct PaceLayer {
  double rate = 0;  ///< which share of them passes, [0, 1]
  double full = 0;  ///< impressions of a tick if all passed, >= 0
};

/// Changes rates so that a tick delivers `change` more: raises them from the
/// first layer on, or lowers them from the last one on (change < 0). A layer
/// that has nothing to give keeps its rate. Returns the change not made.
double StepLayers(double change, std::span<PaceLayer> layers);

/// The first layer that would deliver less than `trial` impressions is tried
/// with so many, or with all it has.
void TryNextLayer(double trial, std::span<PaceLayer> layers);

}  // namespace souk::market
