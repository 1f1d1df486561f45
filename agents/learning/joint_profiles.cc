#include "agents/learning/joint_profiles.h"

#include <cmath>

#include "market/vector_math.h"

namespace souk::agents {

double ValueAt(const ValueLaw& law, double quantile) {
  if (law.kind == ValueLaw::Kind::kUniform) return quantile * law.high;
  const double below = 1 - market::Exp(-law.high / law.mean);
  return -law.mean * market::Log(1 - quantile * below);
}

JointProfiles::JointProfiles(const JointSetting& setting, uint64_t seed)
    : setting_(setting),
      stream_(seed, 0, market::Purpose::kProfiles),
      rate_(setting.members(), 1) {}

void JointProfiles::Draw(uint64_t number, std::span<double> bid) const {
  for (uint32_t member = 0; member < bid.size(); ++member) {
    const double value =
        ValueAt(LawOf(setting_, member), stream_.Uniform(number, 0, member));
    bid[member] = std::floor(value * setting_.value_unit_micros + 0.5);
  }
}

market::Auction JointProfiles::PageView(std::span<const double> bid) const {
  return {.bid = bid,
          .rate = rate_,
          .slot_weight = setting_.slot_weight,
          .bundles = setting_.bundles};
}

}  // namespace souk::agents
