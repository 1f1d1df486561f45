// Watches the frames of CAF's own protocol (BASP) as they come in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace souk::actors {

/// CAF reserves what a frame announces, so that memory per connection is
/// bounded by this. Ours are letters of at most 65 KiB.
inline constexpr uint32_t kMostFrameBytes = 256 * 1024;

class FrameWatch {
 public:
  /// Why the connection must end before CAF sees these bytes, or nothing.
  std::optional<std::string> See(const char* bytes, size_t size);

 private:
  static constexpr size_t kHeaderBytes = 32;

  std::optional<std::string> CheckHeader();

  unsigned char header_[kHeaderBytes] = {};
  size_t header_seen_ = 0;
  size_t payload_left_ = 0;
};

}  // namespace souk::actors
