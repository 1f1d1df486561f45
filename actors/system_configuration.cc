#include "actors/system_configuration.h"

#include <malloc.h>

namespace souk::actors {

SystemConfiguration::SystemConfiguration(size_t threads) {
  config_file_path = "";  // no input that nobody asked for
  set("scheduler.policy", caf::atom("sharing"));
  set("scheduler.max-threads", static_cast<int64_t>(threads));
}

void KeepFreedMemory() {
  constexpr int kLargest = 1 << 25;  // the most that may not come from mmap
  mallopt(M_MMAP_THRESHOLD, kLargest);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargest);
}

}  // namespace souk::actors
