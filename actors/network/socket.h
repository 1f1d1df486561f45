// A file descriptor that closes itself, and an endpoint that people write.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

#include "market/result.h"

struct addrinfo;

namespace souk::actors {

class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Socket();

  explicit operator bool() const { return fd_ >= 0; }
  int fd() const { return fd_; }
  int Release() { return std::exchange(fd_, -1); }

 private:
  int fd_ = -1;
};

struct Endpoint {
  std::string host;  ///< a name or an address, without brackets
  uint16_t port = 0;

  bool operator==(const Endpoint&) const = default;
};

/// "HOST:PORT" or "[IPV6]:PORT".
market::Result<Endpoint> ParseEndpoint(const std::string& text);

/// What ParseEndpoint reads.
std::string TextOf(const Endpoint& endpoint);

Endpoint EndpointOf(const sockaddr_storage& address);

/// Addresses of a TCP endpoint; `flags` as for getaddrinfo.
using Addresses = std::shared_ptr<addrinfo>;
market::Result<Addresses> Resolve(const Endpoint& endpoint, int flags);

void SetNoDelay(int fd);

}  // namespace souk::actors
