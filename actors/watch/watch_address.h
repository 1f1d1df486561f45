// Where a run can be watched, as people write it.
#pragma once

#include <cstdint>
#include <string>

#include "market/result.h"

namespace souk::actors {

inline constexpr char kLoopback[] = "127.0.0.1";

struct WatchAddress {
  std::string host = kLoopback;  ///< a name or an address, without brackets
  uint16_t port = 0;

  bool operator==(const WatchAddress&) const = default;
};

/// "PORT" (on loopback), "HOST:PORT" or "[IPV6]:PORT".
market::Result<WatchAddress> ParseWatchAddress(const std::string& text);

/// "HOST:PORT" or "[IPV6]:PORT".
std::string TextOf(const WatchAddress& address);

}  // namespace souk::actors
