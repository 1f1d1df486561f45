#include "actors/watch/watch_address.h"

#include <charconv>
#include <optional>

namespace souk::actors {
namespace {

std::optional<uint16_t> PortOf(const std::string& word) {
  uint16_t port = 0;
  const char* const end = word.data() + word.size();
  const auto read = std::from_chars(word.data(), end, port);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return port;
}

/// Empty: no host.
std::string HostOf(const std::string& word) {
  const bool brackets =
      word.size() > 2 && word.front() == '[' && word.back() == ']';
  if (brackets) return word.substr(1, word.size() - 2);
  return word.find_first_of(":[] /") == std::string::npos ? word : "";
}

}  // namespace

market::Result<WatchAddress> ParseWatchAddress(const std::string& text) {
  const size_t colon = text.rfind(':');
  const bool alone = colon == std::string::npos;
  const auto port = PortOf(alone ? text : text.substr(colon + 1));
  const std::string host = alone ? kLoopback : HostOf(text.substr(0, colon));
  if (!port || host.empty()) {
    return market::Error{"'" + text +
                         "' is no address: write PORT, HOST:PORT or "
                         "[IPV6]:PORT with a port of 0 to 65535"};
  }
  return WatchAddress{host, *port};
}

std::string TextOf(const WatchAddress& address) {
  const bool brackets = address.host.find(':') != std::string::npos;
  return (brackets ? "[" + address.host + "]" : address.host) + ":" +
         std::to_string(address.port);
}

}  // namespace souk::actors
