#include "actors/network/connections.h"

namespace souk::actors {

void Connections::Add(const Endpoint& peer, int fd) {
  const std::scoped_lock lock(mutex_);
  peers_[fd] = peer;
}

void Connections::Remove(int fd) {
  const std::scoped_lock lock(mutex_);
  peers_.erase(fd);
}

void Connections::Sever(const Endpoint& peer) {
  const std::scoped_lock lock(mutex_);
  for (const auto& [fd, other] : peers_) {
    if (other == peer) shutdown(fd, SHUT_RDWR);
  }
}

void Connections::SeverAll() {
  const std::scoped_lock lock(mutex_);
  for (const auto& [fd, peer] : peers_) shutdown(fd, SHUT_RDWR);
}

}  // namespace souk::actors
