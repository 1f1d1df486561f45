#include "actors/watch/watch_endpoint.h"

namespace souk::actors {

market::Result<Endpoint> ParseWatchEndpoint(const std::string& text) {
  const bool port_alone =
      !text.empty() &&
      text.find_first_not_of("0123456789") == std::string::npos;
  const auto endpoint = ParseEndpoint(port_alone ? "127.0.0.1:" + text : text);
  if (endpoint) return endpoint;
  return market::Error{"'" + text +
                       "' is no endpoint: write PORT, HOST:PORT or "
                       "[IPV6]:PORT with a port of 0 to 65535"};
}

}  // namespace souk::actors
