// TCP ports of this machine, for servers that tests start.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>

namespace souk::tests {

inline sockaddr_in LoopbackAt(uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// A port that nobody uses at this moment.
inline uint16_t FreePort() {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = LoopbackAt(0);
  socklen_t size = sizeof address;
  bind(file, reinterpret_cast<sockaddr*>(&address), size);
  getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  close(file);
  return ntohs(address.sin_port);
}

inline bool Listens(uint16_t port) {
  const int file = socket(AF_INET, SOCK_STREAM, 0);
  const sockaddr_in address = LoopbackAt(port);
  const bool connected =
      connect(file, reinterpret_cast<const sockaddr*>(&address),
              sizeof address) == 0;
  close(file);
  return connected;
}

}  // namespace souk::tests
