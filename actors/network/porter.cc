#include "actors/network/porter.h"

#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "market/check.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kBacklog = 512;
constexpr milliseconds kRound(100);
constexpr milliseconds kRest(100);

/// A quarter of the descriptors at most.
size_t MostWaiting() {
  rlimit limit = {};
  getrlimit(RLIMIT_NOFILE, &limit);
  return std::clamp<size_t>(limit.rlim_cur / 4, 1, kMostWaiting);
}

Result<Socket> Bind(const addrinfo& address) {
  Socket socket(::socket(address.ai_family,
                         SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) return Error{std::strerror(errno)};
  const int on = 1;
  setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (bind(socket.fd(), address.ai_addr, address.ai_addrlen) != 0 ||
      listen(socket.fd(), kBacklog) != 0) {
    return Error{std::strerror(errno)};
  }
  return socket;
}

void BlockSignals() {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, nullptr);
}

bool Ends(GateStep step) {
  return step == GateStep::kOpen || step == GateStep::kRefused;
}

}  // namespace

Porter::Porter(Rules rules, Socket listening)
    : rules_(std::move(rules)),
      listening_(std::move(listening)),
      most_waiting_(MostWaiting()) {
  int pair[2];
  SOUK_CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
                        pair) == 0,
             "no descriptors left");
  bell_ = Socket(pair[0]);
  ringer_ = Socket(pair[1]);
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  getsockname(listening_.fd(), reinterpret_cast<sockaddr*>(&address), &size);
  port_ = EndpointOf(address).port;
  thread_ = std::thread([this] { Work(); });
}

Result<std::shared_ptr<Porter>> Porter::Listen(const Endpoint& endpoint,
                                               Rules rules) {
  const auto addresses = Resolve(endpoint, AI_PASSIVE);
  if (!addresses) return addresses.error();
  auto socket = Bind(**addresses);
  if (!socket) {
    return Error{"Cannot listen at " + TextOf(endpoint) + ": " +
                 socket.error().message};
  }
  return std::shared_ptr<Porter>(
      new Porter(std::move(rules), std::move(*socket)));
}

Porter::~Porter() { Stop(); }

void Porter::Stop() {
  stops_ = true;
  shutdown(listening_.fd(), SHUT_RDWR);  // wakes the thread
  if (thread_.joinable()) thread_.join();
  listening_ = Socket();
  waiting_.clear();
}

std::optional<Passed> Porter::TakePassed() {
  const std::scoped_lock lock(mutex_);
  if (passed_.empty()) return {};
  Passed first = std::move(passed_.front());
  passed_.pop_front();
  return first;
}

void Porter::AcceptAll() {
  for (int i = 0; i < kBacklog; ++i) {
    sockaddr_storage address = {};
    socklen_t size = sizeof(address);
    Socket socket(accept4(listening_.fd(),
                          reinterpret_cast<sockaddr*>(&address), &size,
                          SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (socket) {
      Admit(std::move(socket), EndpointOf(address));
      continue;
    }
    if (errno == ECONNABORTED || errno == EINTR) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return;
    // No descriptors or memory: the callers wait in the kernel's queue.
    rules_.refusals->Say(std::string("callers wait: ") + std::strerror(errno));
    rests_until_ = Clock::now() + kRest;
    return;
  }
}

void Porter::Admit(Socket socket, const Endpoint& peer) {
  if (waiting_.size() >= most_waiting_) {
    rules_.refusals->Refuse(
        TextOf(peer),
        "too many at the gate (" + std::to_string(most_waiting_) + ")");
    return;
  }
  SetNoDelay(socket.fd());
  Gate gate(rules_.gate, GateRole::kServer, socket.fd());
  waiting_.push_back({std::move(socket), peer, std::move(gate),
                      GateStep::kWantsRead, Clock::now() + rules_.patience});
}

void Porter::Ring(Waiting& waiting) {
  const std::scoped_lock lock(mutex_);
  const char byte = 1;
  // A full bell: CAF has not come for the last thousands.
  if (send(ringer_.fd(), &byte, 1, MSG_NOSIGNAL) != 1) return;
  passed_.push_back(
      {std::move(waiting.socket), waiting.gate.TakeTls(), waiting.peer});
}

void Porter::Advance(Waiting& waiting) {
  waiting.step = waiting.gate.Step();
  if (waiting.step == GateStep::kOpen) Ring(waiting);
  if (waiting.step == GateStep::kRefused) {
    rules_.refusals->Refuse(TextOf(waiting.peer), waiting.gate.reason());
  }
}

void Porter::DropDone() {
  const auto now = Clock::now();
  std::erase_if(waiting_, [&](const Waiting& waiting) {
    if (Ends(waiting.step)) return true;
    if (now < waiting.deadline) return false;
    rules_.refusals->Refuse(TextOf(waiting.peer), "too slow at the gate");
    return true;
  });
}

void Porter::Work() {
  BlockSignals();
  std::vector<pollfd> polled;
  while (!stops_) {
    polled.clear();
    for (const Waiting& waiting : waiting_) {
      const bool writes = waiting.step == GateStep::kWantsWrite;
      polled.push_back({waiting.socket.fd(),
                        static_cast<short>(writes ? POLLOUT : POLLIN), 0});
    }
    const bool rests = Clock::now() < rests_until_;
    polled.push_back({rests ? -1 : listening_.fd(), POLLIN, 0});
    poll(polled.data(), polled.size(), static_cast<int>(kRound.count()));
    for (size_t i = 0; i < waiting_.size(); ++i) {
      if (polled[i].revents != 0) Advance(waiting_[i]);
    }
    DropDone();
    if (polled.back().revents != 0) AcceptAll();
    rules_.refusals->CatchUp();
  }
}

}  // namespace souk::actors
