#include <arpa/inet.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "actors/launch/rendezvous.h"

namespace souk::actors {
namespace {

constexpr const char* kLoopback = "127.0.0.1";

std::string TextOf(const sockaddr_in& address) {
  char text[INET_ADDRSTRLEN];
  return inet_ntop(AF_INET, &address.sin_addr, text, sizeof text) ? text : "";
}

/// The address that the kernel would put on packets to `peer`; none is sent.
std::string AddressTowards(const std::string& peer) {
  sockaddr_in there{};
  there.sin_family = AF_INET;
  there.sin_port = htons(9);
  if (inet_pton(AF_INET, peer.c_str(), &there.sin_addr) != 1) return "";
  const int socket_file = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket_file < 0) return "";
  sockaddr_in here{};
  socklen_t size = sizeof here;
  const bool found =
      connect(socket_file, reinterpret_cast<sockaddr*>(&there), sizeof there) ==
          0 &&
      getsockname(socket_file, reinterpret_cast<sockaddr*>(&here), &size) == 0;
  close(socket_file);
  return found ? TextOf(here) : "";
}

std::string FirstInterface() {
  ifaddrs* all = nullptr;
  if (getifaddrs(&all) != 0) return "";
  std::string found;
  for (const ifaddrs* one = all; one && found.empty(); one = one->ifa_next) {
    const bool usable = one->ifa_addr && (one->ifa_flags & IFF_UP) != 0 &&
                        (one->ifa_flags & IFF_LOOPBACK) == 0 &&
                        one->ifa_addr->sa_family == AF_INET;
    if (usable) found = TextOf(*reinterpret_cast<sockaddr_in*>(one->ifa_addr));
  }
  freeifaddrs(all);
  return found;
}

}  // namespace

std::string SharedAddress(const Environment& environment) {
  std::string found;
  const auto launcher = environment.find("SLURM_LAUNCH_NODE_IPADDR");
  if (launcher != environment.end()) found = AddressTowards(launcher->second);
  if (found.empty()) found = FirstInterface();
  return found.empty() ? kLoopback : found;
}

}  // namespace souk::actors
