// Where real logs and golden data lie: $SOUK_SHARED_DATA, or ../shared/data
// beside the source tree. Tests skip without them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace souk::tests {

/// The folder, or "" where there is none.
inline std::string SharedData() {
  const char* given = std::getenv("SOUK_SHARED_DATA");
  const std::string folder =
      given ? given : std::string(SOUK_SOURCE_DIR) + "/../shared/data";
  return std::filesystem::is_directory(folder) ? folder : "";
}

}  // namespace souk::tests
