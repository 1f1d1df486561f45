// Profiles of values of a joint setting, as page views: what auctioneers are
// trained and tested with.
//
// The value of member a in profile n is the quantile of its side's law at one
// uniform draw of (seed, n, a), so a profile is the same whoever asks for it
// and in whatever order. As a bid it is rounded to whole micro-units; every
// predicted rate is 1.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agents/learning/joint_setting.h"
#include "market/auction.h"
#include "market/random.h"

namespace souk::agents {

/// The value that a share `quantile` in [0, 1) of values lies below.
double ValueAt(const ValueLaw& law, double quantile);

inline const ValueLaw& LawOf(const JointSetting& setting, uint32_t member) {
  return member < setting.brands ? setting.brand_law : setting.store_law;
}

class JointProfiles {
 public:
  /// The setting must outlive this.
  JointProfiles(const JointSetting& setting, uint64_t seed);

  const JointSetting& setting() const { return setting_; }
  /// Fills `bid` with the values of profile `number`, one per member.
  void Draw(uint64_t number, std::span<double> bid) const;
  /// The page view of these bids; lives as long as both.
  market::Auction PageView(std::span<const double> bid) const;

 private:
  const JointSetting& setting_;
  market::Stream stream_;
  std::vector<double> rate_;
};

}  // namespace souk::agents
