// One end of a connection between a lead and a node: whom to send to, and the
// courier of its messages.
#pragma once

#include <caf/all.hpp>
#include <string>

#include "actors/cluster/courier.h"
#include "actors/cluster/words.h"
#include "actors/send.h"

namespace souk::actors {

struct Line {
  caf::actor peer;
  Courier courier;
};

template <class Self>
void SendDue(Self* self, Line& line) {
  for (Letter& letter : line.courier.Due()) {
    Send(self, line.peer, std::move(letter));
  }
}

template <class Self, class Message>
void Say(Self* self, Line& line, Message message, Lane lane = Lane::kTick) {
  line.courier.Post(lane, Spoken(std::move(message)));
  SendDue(self, line);
}

/// What a letter brought, if it completed a message. `good` turns false if it
/// is none of a courier.
template <class Self>
std::optional<std::string> Hear(Self* self, Line& line, const Letter& letter,
                                bool& good) {
  Courier::Received received = line.courier.Receive(letter);
  good = received.good;
  if (received.answer) Send(self, line.peer, std::move(*received.answer));
  SendDue(self, line);
  return std::move(received.message);
}

}  // namespace souk::actors
