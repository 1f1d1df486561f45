// The seats of a host at work; see host_actor.h.
#pragma once

#include "actors/cluster/host_actor.h"

namespace souk::actors {

/// Spawns the actors of a seat; false: its state does not fit.
bool AdoptSeat(HostSelf* self, const Adopt& order);
void ReleaseSeat(HostSelf* self, uint32_t seat);
/// Queues the inputs; false: a seat is not carried here, or out of order.
bool QueueInputs(HostSelf* self, std::shared_ptr<const Inputs> inputs);
/// Asks all seats for their states.
void SaveSeats(HostSelf* self);
/// What the actors of seats answer.
caf::message_handler SeatAnswers(HostSelf* self);
/// Starts whatever waited for room at the Part.
void ResumeSeats(HostSelf* self);

}  // namespace souk::actors
