// A test at the far end of a line: it speaks to a host as a lead would, or to a
// fleet as a node would.
#pragma once

#include <chrono>
#include <optional>

#include "actors/cluster/line.h"

namespace souk::tests {

class FarEnd {
 public:
  explicit FarEnd(caf::actor_system& system, caf::actor peer = {})
      : self_(system) {
    line_.peer = std::move(peer);
  }

  caf::actor address() const { return self_; }

  template <class Message>
  void Tell(Message message) {
    actors::Say(self_.ptr(), line_, std::move(message));
  }
  /// Outside of the courier.
  template <class Message>
  void Send(Message message) {
    self_->send(line_.peer, std::move(message));
  }
  /// The next message of this kind; others before it are dropped. None: it did
  /// not come in ten seconds.
  template <class Message>
  std::optional<Message> Hear() {
    const auto deadline =
        std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (std::chrono::steady_clock::now() < deadline) {
      const std::optional<std::string> bytes = HearLetter();
      Message message;
      if (bytes && actors::Understand(*bytes, message)) return message;
    }
    return std::nullopt;
  }

 private:
  /// The message that the next letter completes, if any.
  std::optional<std::string> HearLetter() {
    std::optional<std::string> message;
    self_->receive(
        [&](const actors::Letter& letter) {
          if (letter.kind == actors::kPulseLetter) return;
          if (!line_.peer) {
            line_.peer = caf::actor_cast<caf::actor>(self_->current_sender());
          }
          bool good = true;
          message = actors::Hear(self_.ptr(), line_, letter, good);
        },
        caf::after(std::chrono::milliseconds(100)) >> [] {});
    return message;
  }

  caf::scoped_actor self_;
  actors::Line line_;
};

}  // namespace souk::tests
