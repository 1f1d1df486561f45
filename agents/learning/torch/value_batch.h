// Values of many profiles at once, for training.
#pragma once

#include "agents/learning/joint_setting.h"
#include "agents/learning/torch/networks.h"

namespace souk::agents {

/// [profiles, members], in units of the setting: each member's from its law.
torch::Tensor DrawValues(const JointSetting& setting, int64_t profiles,
                         TrainingDraws& draws);

/// [members]: the upper end of each member's law.
torch::Tensor HighestValues(const JointSetting& setting);

}  // namespace souk::agents
