#include <algorithm>

#include "actors/cluster/fleet_work.h"

namespace souk::actors {
namespace {

using State = Member::State;

/// For the Clock: the state of all seats, in its own words.
void HandStatesOver(FleetSelf* self, uint32_t next_tick) {
  FleetState& state = self->state;
  StateSaved cells{Part::kCells, next_tick, {}, {}, PartsOf(state)};
  StateSaved bidders{Part::kBidders, next_tick, {}, {}, {}};
  for (size_t seat = 0; seat < state.book->size(); ++seat) {
    const SeatState& saved = state.book->state(seat);
    if (seat < state.order.spec->cells) {
      cells.cells.users.push_back(saved.first);
      cells.cells.platforms.push_back(saved.second);
    } else {
      bidders.bytes += saved.first;
    }
  }
  if (state.bidders_wanted) Send(self, state.clock, std::move(bidders));
  state.bidders_wanted = false;
  Send(self, state.clock, std::move(cells));
}

void CompleteParts(FleetSelf* self) {
  FleetState& state = self->state;
  state.closing = true;
  for (size_t i = 0; i < state.members.size(); ++i) {
    if (state.members[i].state == State::kServing) state.finishing.push_back(i);
  }
  // A copy: with every answer the list gets shorter.
  for (const size_t member : std::vector<size_t>(state.finishing)) {
    Say(self, state.members[member].line, Finish{});
  }
}

/// All states and all parts are safe.
void CommitIfComplete(FleetSelf* self) {
  FleetState& state = self->state;
  const bool flushed =
      std::ranges::all_of(state.members, [](const Member& member) {
        return member.state != State::kServing || member.has_flushed;
      });
  if (!state.save || !state.book->all_saved() || !flushed) return;
  state.book->CommitSave();
  for (Member& member : state.members) {
    if (member.state == State::kServing) member.part.rows = member.flushed;
  }
  const SavePurpose purpose = *std::exchange(state.save, std::nullopt);
  state.checkpoint_tick = purpose.next_tick.value_or(state.tick);
  state.checkpoint_bytes = state.book->state_bytes();
  if (purpose.next_tick) HandStatesOver(self, *purpose.next_tick);
  if (purpose.move) MoveSeats(self);
  if (purpose.close) return CompleteParts(self);
  Proceed(self);
}

}  // namespace

// A member that is admitted after this carries nothing yet, so its empty part
// counts as flushed.
void BeginSave(FleetSelf* self, const SavePurpose& purpose) {
  FleetState& state = self->state;
  state.save = purpose;
  ++state.save_number;
  state.book->BeginSave();
  for (Member& member : state.members) {
    member.has_flushed = member.state != State::kServing;
    if (!member.has_flushed) Say(self, member.line, Save{state.save_number});
  }
}

void AbandonSave(FleetSelf* self) {
  FleetState& state = self->state;
  const SavePurpose purpose = *std::exchange(state.save, std::nullopt);
  state.book->AbandonSave();
  if (purpose.next_tick) {
    Send(self, state.clock, StateLost{*purpose.next_tick});
  }
  if (purpose.close) state.orders.push_front(CloseParts{});
}

void TakeSaved(FleetSelf* self, SeatSaved& saved) {
  FleetState& state = self->state;
  if (!state.save || saved.number != state.save_number) return;
  state.book->KeepState(saved.seat, std::move(saved.state));
  CommitIfComplete(self);
}

bool TakeFlushed(FleetSelf* self, size_t index, const PartFlushed& flushed) {
  for (size_t table = 0; table < flushed.rows.size(); ++table) {
    if (flushed.rows[table] > 0 && !results::HasCells(table)) return false;
  }
  FleetState& state = self->state;
  if (!state.save || flushed.number != state.save_number) return true;
  state.members[index].flushed = flushed.rows;
  state.members[index].has_flushed = true;
  CommitIfComplete(self);
  return true;
}

void TakeFinished(FleetSelf* self, size_t index) {
  FleetState& state = self->state;
  std::erase(state.finishing, index);
  if (!state.closing || !state.finishing.empty()) return;
  Send(self, state.clock, PartsClosed{PartsOf(state)});
}

TraceParts PartsOf(const FleetState& state) {
  TraceParts parts = state.order.old_parts;
  for (const Member& member : state.members) {
    const bool empty = std::ranges::all_of(
        member.part.rows, [](uint64_t rows) { return rows == 0; });
    if (!empty) parts.push_back(member.part);
  }
  return parts;
}

}  // namespace souk::actors
