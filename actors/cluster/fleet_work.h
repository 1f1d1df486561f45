// What the Fleet does, by theme; see fleet_actor.h.
#pragma once

#include "actors/cluster/fleet_actor.h"

namespace souk::actors {

// --- fleet_actor.cc
/// Takes the Clock's orders as far as they can be taken now.
void Proceed(FleetSelf* self);
/// One line for people, about `who`, with the tick.
void Announce(FleetSelf* self, const std::string& who,
              const std::string& sentence);
/// For those who watch.
void ShowStatus(FleetSelf* self);

// --- fleet_members.cc
void Greet(FleetSelf* self, Hello hello);
void Admit(FleetSelf* self, size_t member, const Ready& ready);
/// Now and then, before that.
void TellWhoIsMissing(FleetSelf* self);
/// The run begins when enough nodes are there.
void StartIfComplete(FleetSelf* self);
void Lose(FleetSelf* self, size_t member, const std::string& reason);
void LoseTheSilent(FleetSelf* self);
/// After a checkpoint, or before the first tick.
void MoveSeats(FleetSelf* self);
void WatchRecovery(FleetSelf* self);
/// Cores of all members, 0 for those that carry nothing.
std::vector<uint32_t> CoresOffered(const FleetState& state);

// --- fleet_inputs.cc
void SendInputs(FleetSelf* self, const OpenCells& order);
void SendInputs(FleetSelf* self, const PlanBids& order);
void SendInputs(FleetSelf* self, const LearnOutcome& order);
/// Sends what a seat has to answer again to its new carrier.
void Replay(FleetSelf* self, size_t member, const std::vector<uint32_t>& seats);
/// False: the answer makes no sense.
bool TakeOutput(FleetSelf* self, const Output& output);

// --- fleet_checkpoint.cc
void BeginSave(FleetSelf* self, const SavePurpose& purpose);
void AbandonSave(FleetSelf* self);
void TakeSaved(FleetSelf* self, SeatSaved& saved);
/// False: the counts make no sense.
bool TakeFlushed(FleetSelf* self, size_t member, const PartFlushed& flushed);
/// A member has completed its part, or is lost.
void TakeFinished(FleetSelf* self, size_t member);
TraceParts PartsOf(const FleetState& state);

}  // namespace souk::actors
