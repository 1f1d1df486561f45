// Pulse: sends heartbeats in the name of a host, on a thread of its own, so
// that a busy node does not look like a lost one.
#pragma once

#include <functional>

#include "actors/cluster/words.h"
#include "actors/network/letter.h"
#include "actors/send.h"

namespace souk::actors {

inline constexpr std::chrono::milliseconds kPulsePause{500};

struct PulseOrder {
  caf::actor_addr host;
  caf::actor lead;
  std::function<Pulse()> measure;
};

caf::behavior PulseActor(caf::event_based_actor* self, PulseOrder order);

/// The letter of a pulse.
Letter PulseLetter(Pulse pulse);
/// Memory of this process, and its bytes on the wire.
Pulse OwnPulse();

}  // namespace souk::actors
