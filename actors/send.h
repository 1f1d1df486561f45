// Sending messages, so that `--trace-messages` can tell of them.
#pragma once

#include <caf/all.hpp>
#include <utility>

#include "actors/message_log.h"

namespace souk::actors {

/// Sends `message` to `to`.
template <class Self, class Message>
void Send(Self* self, const caf::actor& to, Message message) {
  if (MessageLog* const log = MessageLog::active()) {
    log->Sent(self->id(), to.id(), NameOf(message) + DetailOf(message));
  }
  self->send(to, std::move(message));
}

/// The same in the name of `from`, who gets the answers.
template <class Message>
void SendAs(const caf::actor& from, const caf::actor& to, Message message) {
  if (MessageLog* const log = MessageLog::active()) {
    log->Sent(from.id(), to.id(), NameOf(message) + DetailOf(message));
  }
  caf::send_as(from, to, std::move(message));
}

/// Passes lines on to `reader`, as NewsFromNodes, from any thread.
inline auto NewsTo(const caf::actor& reader) {
  return [reader](const std::string& line) {
    caf::anon_send(reader, NewsFromNodes{line});
  };
}

/// Sends `fact` to the sender of the message that is being handled.
template <class Self, class Fact>
void Answer(Self* self, Fact fact) {
  Send(self, caf::actor_cast<caf::actor>(self->current_sender()),
       std::move(fact));
}

}  // namespace souk::actors
