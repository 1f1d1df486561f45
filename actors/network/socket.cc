#include "actors/network/socket.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <unistd.h>

#include <charconv>

namespace souk::actors {

using market::Error;
using market::Result;

Socket::~Socket() {
  if (fd_ >= 0) close(fd_);
}

Result<Endpoint> ParseEndpoint(const std::string& text) {
  const Error error{"'" + text +
                    "' is no endpoint: write HOST:PORT or [IPV6]:PORT with a "
                    "port of 0 to 65535"};
  const size_t colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) return error;
  Endpoint endpoint;
  endpoint.host = text.substr(0, colon);
  const bool in_brackets = endpoint.host.size() > 2 &&
                           endpoint.host.front() == '[' &&
                           endpoint.host.back() == ']';
  if (in_brackets) {
    endpoint.host = endpoint.host.substr(1, endpoint.host.size() - 2);
  } else if (endpoint.host.find_first_of(":[] ") != std::string::npos) {
    return error;
  }
  const char* begin = text.data() + colon + 1;
  const char* end = text.data() + text.size();
  const auto [last, failed] = std::from_chars(begin, end, endpoint.port);
  if (begin == end || last != end || failed != std::errc()) return error;
  return endpoint;
}

std::string TextOf(const Endpoint& endpoint) {
  const bool is_ipv6 = endpoint.host.find(':') != std::string::npos;
  const std::string host = is_ipv6 ? "[" + endpoint.host + "]" : endpoint.host;
  return host + ":" + std::to_string(endpoint.port);
}

Endpoint EndpointOf(const sockaddr_storage& address) {
  char host[NI_MAXHOST] = "?";
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  getnameinfo(any, sizeof(address), host, sizeof(host), nullptr, 0,
              NI_NUMERICHOST);
  // The port is at the same place in both families.
  const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
  return {host, ntohs(v4->sin_port)};
}

Result<Addresses> Resolve(const Endpoint& endpoint, int flags) {
  addrinfo hints = {};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed =
      getaddrinfo(endpoint.host.c_str(), std::to_string(endpoint.port).c_str(),
                  &hints, &found);
  if (failed != 0) {
    return Error{"'" + endpoint.host +
                 "' is no known host: " + gai_strerror(failed)};
  }
  return Addresses(found, freeaddrinfo);
}

void SetNoDelay(int fd) {
  const int on = 1;
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

}  // namespace souk::actors
