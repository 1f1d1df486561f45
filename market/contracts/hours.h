// Hours of simulated time: 24 a day, or one per tick if the day has fewer. A
// tick belongs to the hour in which it starts.
#pragma once

#include <algorithm>
#include <cstdint>

namespace souk::market {

class Hours {
 public:
  explicit Hours(uint32_t ticks_per_day)
      : ticks_(ticks_per_day), a_day_(std::min<uint32_t>(24, ticks_per_day)) {}

  uint32_t a_day() const { return a_day_; }
  /// Hours since the start of the run.
  uint64_t Of(uint32_t tick) const { return uint64_t{tick} * a_day_ / ticks_; }
  /// First tick of an hour.
  uint32_t Start(uint64_t hour) const {
    return static_cast<uint32_t>((hour * ticks_ + a_day_ - 1) / a_day_);
  }

 private:
  uint64_t ticks_;
  uint32_t a_day_;
};

}  // namespace souk::market
