// When a run makes its results durable.
#pragma once

#include <chrono>
#include <cstdint>

namespace souk::actors {

/// After every `flush_ticks` ticks, or about every two seconds if that is 0.
/// Flushes change nothing in the results.
class FlushPlan {
 public:
  explicit FlushPlan(uint32_t flush_ticks) : flush_ticks_(flush_ticks) {}

  /// Asked once at the end of each tick.
  bool Due() {
    ++ticks_;
    if (flush_ticks_ > 0 ? ticks_ < flush_ticks_
                         : Clock::now() - last_ < kInterval) {
      return false;
    }
    ticks_ = 0;
    last_ = Clock::now();
    return true;
  }

 private:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kInterval{2};

  uint32_t flush_ticks_;
  uint32_t ticks_ = 0;
  Clock::time_point last_ = Clock::now();
};

}  // namespace souk::actors
