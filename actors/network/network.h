// Actors in other processes, over connections that only members of the
// cluster get: what the rest of the program uses of this folder.
//
//   AddNetwork(config);                      // before the actor system
//   Network network(system, identity, Say);  // after it, destroyed before it
//   network.Listen({"10.0.0.1", 4400}, fleet);
//   network.Connect({"10.0.0.1", 4400}, 5s);
//
// Never use system.middleman().publish or .open: those listen in plain text.
#pragma once

#include <caf/all.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "actors/network/identity.h"
#include "actors/network/letter.h"
#include "actors/network/refusals.h"
#include "actors/network/socket.h"
#include "actors/network/traffic.h"

namespace souk::actors {

/// Loads CAF's network with what souk needs: own heartbeats (CAF's off), no
/// automatic connections, "souk/wire-1", two workers; and Letter.
void AddNetwork(caf::actor_system_config& config);

struct NetworkRules {
  /// Peers of another version are refused. At most 32 bytes.
  std::string version;
  /// How long a connection may take at the gate.
  std::chrono::milliseconds patience{10000};
};
/// This program's version.
NetworkRules DefaultNetworkRules();

/// Safe in any thread. Raises the limit of open files to what is allowed.
class Network {
 public:
  /// `say` gets one line per refused connection, in other threads.
  /// `identity` must be sound (ReadIdentity, MakeIdentity).
  Network(caf::actor_system& system, const ClusterIdentity& identity,
          SayLine say, NetworkRules rules = DefaultNetworkRules());
  /// Stops listening and severs all connections at once: what has to arrive
  /// must have been confirmed before.
  ~Network();
  Network(const Network&) = delete;
  Network& operator=(const Network&) = delete;

  /// Peers that connect get `who`. Binds exactly this address; port 0: any.
  /// Returns the port.
  market::Result<uint16_t> Listen(const Endpoint& at, const caf::actor& who);

  /// One attempt; blocks for `patience` at most (looking up a name has its
  /// own limits). Returns the actor that the peer listens with.
  market::Result<caf::actor> Connect(const Endpoint& to,
                                     std::chrono::milliseconds patience);

  /// Severs the connection with the process of `remote`; monitors of its
  /// actors get their down_msg. Nothing happens if there is none.
  void Disconnect(const caf::actor& remote);

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace souk::actors
