#include "market/contracts/pacers/smart_layers.h"

#include <algorithm>

#include "market/check.h"

namespace souk::market {
namespace {

/// Moves the layer by at most `change` impressions; returns by how many.
double Move(double change, PaceLayer& layer) {
  if (layer.full <= 0) return 0;
  const double from = layer.rate;
  layer.rate = std::clamp(from + change / layer.full, 0.0, 1.0);
  return (layer.rate - from) * layer.full;
}

}  // namespace

double PaceTarget(double planned_next, double behind, uint32_t ticks_left) {
  SOUK_CHECK(ticks_left >= 1, "no tick is left");
  return std::max(0.0, planned_next + behind / ticks_left);
}

double StepLayers(double change, std::span<PaceLayer> layers) {
  if (change > 0) {
    for (size_t l = 0; l < layers.size() && change > 0; ++l) {
      change -= Move(change, layers[l]);
    }
  } else {
    for (size_t l = layers.size(); l > 0 && change < 0; --l) {
      change -= Move(change, layers[l - 1]);
    }
  }
  return change;
}

void TryNextLayer(double trial, std::span<PaceLayer> layers) {
  for (PaceLayer& layer : layers) {
    if (layer.full <= 0 || layer.rate >= 1) continue;
    const double rate = std::min(1.0, trial / layer.full);
    if (layer.rate >= rate) continue;
    layer.rate = rate;
    return;
  }
}

}  // namespace souk::market
