// A joint setting among the values of a model: what was trained for is known
// wherever the model goes.
#pragma once

#include "agents/learning/joint_setting.h"
#include "market/result.h"
#include "market/trained_model.h"

namespace souk::agents {

/// Appends the settings "brands", "stores", "slot_weight", "bundles" (brand,
/// store, brand, ...), "brand_law", "store_law" (kind, high, mean) and
/// "value_unit_micros".
void KeepSetting(const JointSetting& setting, market::TrainedModel& model);

/// What KeepSetting kept. Error: something is missing or makes no sense.
market::Result<JointSetting> SettingOf(const market::TrainedModel& model);

}  // namespace souk::agents
