#include "actors/network/dial.h"

#include <netdb.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using Clock = std::chrono::steady_clock;

const char* const kTooSlow = "no answer in time";

/// False: the deadline came first.
bool WaitFor(int fd, short events, Clock::time_point deadline) {
  while (true) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return false;
    pollfd polled = {fd, events, 0};
    const auto round = std::min<int64_t>(left.count(), 1000);
    if (poll(&polled, 1, static_cast<int>(round)) > 0) return true;
  }
}

Result<Socket> ConnectTo(const addrinfo& address, Clock::time_point deadline) {
  Socket socket(::socket(address.ai_family,
                         SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return Error{std::strerror(errno)};
  const int done = connect(socket.fd(), address.ai_addr, address.ai_addrlen);
  if (done != 0 && errno != EINPROGRESS) return Error{std::strerror(errno)};
  if (!WaitFor(socket.fd(), POLLOUT, deadline)) return Error{kTooSlow};
  int failure = 0;
  socklen_t size = sizeof(failure);
  getsockopt(socket.fd(), SOL_SOCKET, SO_ERROR, &failure, &size);
  if (failure != 0) return Error{std::strerror(failure)};
  SetNoDelay(socket.fd());
  return socket;
}

Result<Socket> ConnectToAny(const Endpoint& endpoint,
                            Clock::time_point deadline) {
  const auto addresses = Resolve(endpoint, 0);
  if (!addresses) return addresses.error();
  Result<Socket> socket = Error{"no address"};
  for (auto* next = addresses->get(); next; next = next->ai_next) {
    socket = ConnectTo(*next, deadline);
    if (socket) break;
  }
  return socket;
}

}  // namespace

Result<Passed> Dial(const Endpoint& endpoint, const GateRules& rules,
                    Clock::time_point deadline) {
  auto socket = ConnectToAny(endpoint, deadline);
  if (!socket) return socket.error();
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  getpeername(socket->fd(), reinterpret_cast<sockaddr*>(&address), &size);
  Gate gate(rules, GateRole::kClient, socket->fd());
  while (true) {
    const GateStep step = gate.Step();
    if (step == GateStep::kRefused) return Error{gate.reason()};
    if (step == GateStep::kOpen) break;
    const short events = step == GateStep::kWantsRead ? POLLIN : POLLOUT;
    if (!WaitFor(socket->fd(), events, deadline)) return Error{kTooSlow};
  }
  return Passed{std::move(*socket), gate.TakeTls(), EndpointOf(address)};
}

}  // namespace souk::actors
