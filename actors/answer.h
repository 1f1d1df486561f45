// Sending a fact back to whoever asked.
#pragma once

#include <caf/all.hpp>
#include <utility>

namespace souk::actors {

/// Sends `fact` to the sender of the message that is being handled.
template <class Self, class Fact>
void Answer(Self* self, Fact&& fact) {
  self->send(caf::actor_cast<caf::actor>(self->current_sender()),
             std::forward<Fact>(fact));
}

}  // namespace souk::actors
