// Bytes that this process exchanged with others, as seen on the wire.
#pragma once

#include <atomic>
#include <cstdint>

namespace souk::actors {

struct Traffic {
  std::atomic<uint64_t> bytes_in = 0;
  std::atomic<uint64_t> bytes_out = 0;
};

inline Traffic& TrafficOfProcess() {
  static Traffic traffic;
  return traffic;
}

}  // namespace souk::actors
