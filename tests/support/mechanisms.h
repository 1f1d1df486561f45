// Mechanisms by name, for tests.
#pragma once

#include <memory>
#include <vector>

#include "market/auction.h"

namespace souk::test {

/// Parameters without which a member does not run. `micros` is the scale of
/// the priors: with 1, every whole bid may win.
inline std::vector<market::ParamValue> LeastParams(
    const market::MechanismEntry& entry, double micros) {
  if (entry.name == "myerson") {
    return {{"exponential_mean_micros", {micros}, ""}};
  }
  return {};
}

inline std::shared_ptr<const market::Mechanism> MakeMechanism(
    const market::MechanismEntry& entry,
    const std::vector<market::ParamValue>& given) {
  return entry.make(market::ParamSet::Make(entry.params, given).value())
      .value();
}

}  // namespace souk::test
