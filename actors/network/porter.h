// Listens, and lets connections through the gate, in a thread of its own.
#pragma once

#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "actors/network/gate.h"
#include "actors/network/refusals.h"
#include "actors/network/socket.h"

namespace souk::actors {

/// A connection behind the gate; its socket does not block.
struct Passed {
  Socket socket;
  Tls tls;
  Endpoint peer;
};

/// Connections at the gate at a time (fewer where descriptors are scarce);
/// further ones are closed at once.
inline constexpr size_t kMostWaiting = 256;

class Porter {
 public:
  struct Rules {
    GateRules gate;
    std::chrono::milliseconds patience;  ///< for one passage
    std::shared_ptr<Refusals> refusals;
  };

  /// Binds exactly this address; port 0: any.
  static market::Result<std::shared_ptr<Porter>> Listen(
      const Endpoint& endpoint, Rules rules);
  ~Porter();

  uint16_t port() const { return port_; }
  /// One byte can be read there for each connection that passed; the caller
  /// owns it from now on.
  int TakeBell() { return bell_.Release(); }
  std::optional<Passed> TakePassed();
  /// Ends listening; those that wait are closed.
  void Stop();

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Waiting {
    Socket socket;
    Endpoint peer;
    Gate gate;
    GateStep step;
    Time deadline;
  };

  Porter(Rules rules, Socket listening);
  void Work();
  void AcceptAll();
  void Admit(Socket socket, const Endpoint& peer);
  void Advance(Waiting& waiting);
  void Ring(Waiting& waiting);
  void DropDone();

  Rules rules_;
  Socket listening_;
  Socket bell_;
  Socket ringer_;
  uint16_t port_ = 0;
  size_t most_waiting_;
  Time rests_until_;
  std::vector<Waiting> waiting_;
  std::mutex mutex_;
  std::deque<Passed> passed_;
  std::atomic<bool> stops_ = false;
  std::thread thread_;
};

}  // namespace souk::actors
