// Mechanisms by name, for tests.
#pragma once

#include <memory>
#include <vector>

#include "market/auction.h"
#include "market/family.h"

namespace souk::test {

/// Parameters without which a member does not run. `micros` is the scale of
/// the priors: with 1, every whole bid may win.
inline std::vector<market::ParamValue> LeastParams(
    const market::MechanismEntry& entry, double micros) {
  if (entry.name == "myerson" || entry.name == "stores_myerson") {
    return {{"exponential_mean_micros", {micros}, ""}};
  }
  if (entry.name == "joint_opt") {
    return {{"brand_exponential_mean_micros", {micros}, ""},
            {"store_exponential_mean_micros", {micros}, ""}};
  }
  return {};
}

inline std::shared_ptr<const market::Mechanism> MakeMechanism(
    const market::MechanismEntry& entry,
    const std::vector<market::ParamValue>& given) {
  return entry.make(market::ParamSet::Make(entry.params, given).value())
      .value();
}

/// The mechanism called `name`.
inline std::shared_ptr<const market::Mechanism> MechanismNamed(
    std::string_view name, const std::vector<market::ParamValue>& given = {}) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name);
  return MakeMechanism(*entry.value(), given);
}

}  // namespace souk::test
