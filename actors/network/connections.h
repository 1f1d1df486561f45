// The connections of this process that CAF holds, so that one can be severed.
#pragma once

#include <map>
#include <mutex>

#include "actors/network/socket.h"

namespace souk::actors {

/// Safe in any thread.
class Connections {
 public:
  void Add(const Endpoint& peer, int fd);
  /// To be called before `fd` is closed.
  void Remove(int fd);
  /// Shuts the connections with `peer` down; CAF then sees them end.
  void Sever(const Endpoint& peer);
  void SeverAll();

 private:
  std::mutex mutex_;
  std::map<int, Endpoint> peers_;
};

}  // namespace souk::actors
