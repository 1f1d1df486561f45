// The joint suite as settings that auctioneers are trained for.
#pragma once

#include <string>

#include "agents/learning/joint_setting.h"
#include "tests/support/joint_suite.h"

namespace souk::test {

/// J1 to J8, values uniform on [0, 1].
inline agents::JointSetting SettingNamed(const std::string& name) {
  const JointSetting& one =
      *std::ranges::find(JointSuite(), name, &JointSetting::name);
  agents::JointSetting setting;
  setting.brands = static_cast<uint32_t>(one.brands);
  setting.stores = static_cast<uint32_t>(one.stores);
  setting.slot_weight = one.slot_weight;
  for (const auto& [brand, store] : one.relations) {
    setting.bundles.push_back({static_cast<uint32_t>(brand),
                               setting.brands + static_cast<uint32_t>(store)});
  }
  return setting;
}

}  // namespace souk::test
