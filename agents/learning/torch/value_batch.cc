#include "agents/learning/torch/value_batch.h"

#include "agents/learning/joint_profiles.h"

namespace souk::agents {

torch::Tensor DrawValues(const JointSetting& setting, int64_t profiles,
                         TrainingDraws& draws) {
  const uint32_t members = setting.members();
  torch::Tensor drawn = torch::empty({profiles, members}, torch::kFloat);
  float* out = drawn.data_ptr<float>();
  for (int64_t i = 0; i < profiles; ++i) {
    for (uint32_t member = 0; member < members; ++member) {
      *out++ =
          static_cast<float>(ValueAt(LawOf(setting, member), draws.Uniform()));
    }
  }
  return drawn;
}

torch::Tensor HighestValues(const JointSetting& setting) {
  torch::Tensor highest = torch::empty({setting.members()}, torch::kFloat);
  float* const out = highest.data_ptr<float>();
  for (uint32_t member = 0; member < setting.members(); ++member) {
    out[member] = static_cast<float>(LawOf(setting, member).high);
  }
  return highest;
}

}  // namespace souk::agents
