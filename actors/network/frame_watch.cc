#include "actors/network/frame_watch.h"

#include <algorithm>
#include <cstring>

namespace souk::actors {

/// Header: operation, two of padding, flags, then the payload's length as
/// 32 bits, highest byte first, then what is none of our business.
std::optional<std::string> FrameWatch::CheckHeader() {
  uint32_t payload = 0;
  for (size_t i = 4; i < 8; ++i) payload = payload << 8 | header_[i];
  if (payload > kMostFrameBytes) {
    return "too large a frame: " + std::to_string(payload) +
           " bytes, at most " + std::to_string(kMostFrameBytes);
  }
  // CAF 0.17 reads the payload of a handshake (0 and 1) without looking.
  if (header_[0] <= 1 && payload == 0) return "an empty handshake frame";
  payload_left_ = payload;
  header_seen_ = 0;
  return {};
}

std::optional<std::string> FrameWatch::See(const char* bytes, size_t size) {
  while (size > 0) {
    const bool in_payload = payload_left_ > 0;
    const size_t wanted =
        in_payload ? payload_left_ : kHeaderBytes - header_seen_;
    const size_t taken = std::min(size, wanted);
    if (in_payload) {
      payload_left_ -= taken;
    } else {
      std::memcpy(header_ + header_seen_, bytes, taken);
      header_seen_ += taken;
    }
    bytes += taken;
    size -= taken;
    if (header_seen_ < kHeaderBytes) continue;
    if (auto reason = CheckHeader()) return reason;
  }
  return {};
}

}  // namespace souk::actors
