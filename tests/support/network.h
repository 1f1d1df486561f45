// Systems of actors with a network between them, on loopback.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "actors/network/network.h"

namespace souk::tests {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Lines said by other threads, that a test may wait for.
class Lines {
 public:
  actors::SayLine Say() {
    return [this](const std::string& line) {
      const std::scoped_lock lock(mutex_);
      lines_.push_back(line);
      heard_.notify_all();
    };
  }
  /// Whether a line with `part` comes within `patience`.
  bool Hears(const std::string& part, milliseconds patience = seconds(5)) {
    std::unique_lock lock(mutex_);
    return heard_.wait_for(lock, patience, [&] { return Has(part); });
  }
  std::string All() {
    const std::scoped_lock lock(mutex_);
    std::string all;
    for (const std::string& line : lines_) all += line + "\n";
    return all;
  }
  size_t Count() {
    const std::scoped_lock lock(mutex_);
    return lines_.size();
  }

 private:
  bool Has(const std::string& part) const {
    for (const std::string& line : lines_) {
      if (line.find(part) != std::string::npos) return true;
    }
    return false;
  }

  std::mutex mutex_;
  std::condition_variable heard_;
  std::vector<std::string> lines_;
};

/// Made once: keys take time.
inline const actors::ClusterIdentity& SharedIdentity() {
  static const actors::ClusterIdentity identity =
      actors::MakeIdentity(1).value();
  return identity;
}

/// One process of a cluster, as far as the network goes.
class Member {
 public:
  explicit Member(const actors::ClusterIdentity& identity = SharedIdentity(),
                  actors::NetworkRules rules = actors::DefaultNetworkRules())
      : system_(config_),
        network_(system_, identity, lines_.Say(), std::move(rules)) {}

  caf::actor_system& system() { return system_; }
  actors::Network& network() { return network_; }
  Lines& lines() { return lines_; }

  /// Listens with an actor that sends every letter back.
  actors::Endpoint ListenWithEcho() {
    echo_ = system_.spawn([](caf::event_based_actor*) -> caf::behavior {
      return {[](const actors::Letter& letter) { return letter; }};
    });
    const auto port = network_.Listen({"127.0.0.1", 0}, echo_);
    EXPECT_TRUE(port.ok()) << port.error().message;
    return {"127.0.0.1", port.ok() ? *port : uint16_t{0}};
  }

  /// Sends `letter`, and returns what comes back within five seconds; an empty
  /// kind 0: nothing did.
  actors::Letter Ask(const caf::actor& remote, const actors::Letter& letter) {
    actors::Letter answer;
    caf::scoped_actor self(system_);
    self->request(remote, seconds(5), letter)
        .receive([&](const actors::Letter& came) { answer = came; },
                 [&](const caf::error& error) {
                   ADD_FAILURE() << system_.render(error);
                 });
    return answer;
  }

  ~Member() {
    caf::scoped_actor self(system_);
    if (echo_) self->send_exit(echo_, caf::exit_reason::user_shutdown);
  }

 private:
  struct Config : caf::actor_system_config {
    Config() {
      actors::AddNetwork(*this);
      set("scheduler.max-threads", int64_t{2});
    }
  };

  Lines lines_;
  Config config_;
  caf::actor_system system_;
  actors::Network network_;
  caf::actor echo_;
};

/// Whether a proper peer gets in and is answered.
inline void ExpectServes(const actors::Endpoint& at) {
  Member peer;
  const auto remote = peer.network().Connect(at, seconds(5));
  ASSERT_TRUE(remote.ok()) << remote.error().message;
  const auto answer = peer.Ask(*remote, {7, "still here"});
  EXPECT_EQ(answer.kind, 7);
  EXPECT_EQ(answer.bytes, "still here");
}

}  // namespace souk::tests
