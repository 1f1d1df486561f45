#include "actors/cluster/pulse_actor.h"

#include <unistd.h>

#include <fstream>

#include "actors/network/traffic.h"

namespace souk::actors {
namespace {

struct Beat {};

}  // namespace
}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Beat)

namespace souk::actors {

Letter PulseLetter(Pulse pulse) {
  wire::Writing io;
  pulse.Visit(io);
  return {kPulseLetter, io.out.Take()};
}

Pulse OwnPulse() {
  std::ifstream statm("/proc/self/statm");
  uint64_t all = 0, resident = 0;
  statm >> all >> resident;
  return {resident * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)),
          TrafficOfProcess().bytes_in, TrafficOfProcess().bytes_out};
}

caf::behavior PulseActor(caf::event_based_actor* self, PulseOrder order) {
  self->send(self, Beat{});
  return {
      [self, order](const Beat&) {
        const auto host = caf::actor_cast<caf::actor>(order.host);
        if (!host) return self->quit();
        SendAs(host, order.lead, PulseLetter(order.measure()));
        self->delayed_send(self, kPulsePause, Beat{});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace souk::actors
