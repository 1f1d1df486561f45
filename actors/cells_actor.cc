#include "actors/cells_actor.h"

#include "actors/send.h"

namespace souk::actors {
namespace {

using CellsSelf = caf::stateful_actor<CellsState>;

/// Reports of the tick go to whoever sent `order`.
void OpenPlatforms(CellsSelf* self, OpenCells& order) {
  const caf::actor clock = caf::actor_cast<caf::actor>(self->current_sender());
  for (size_t cell = 0; cell < self->state.cells.size(); ++cell) {
    SendAs(clock, self->state.cells[cell].platform,
           OpenTick{order.time, std::move(order.leases[cell]), order.bids});
  }
}

void SaveCells(CellsSelf* self, const SaveState& order) {
  CellsState& state = self->state;
  SOUK_CHECK(state.missing == 0, "states asked for twice at once");
  state.clock = caf::actor_cast<caf::actor>(self->current_sender());
  state.saved = {order.part, order.next_tick, {}, {}, {}};
  state.saved.cells.users.resize(state.cells.size());
  state.saved.cells.platforms.resize(state.cells.size());
  state.missing = 2 * state.cells.size();
  for (const CellPair& cell : state.cells) {
    Send(self, cell.users, SaveCell{});
    Send(self, cell.platform, SaveCell{});
  }
}

void KeepBytes(CellsSelf* self, std::string& place, std::string& bytes) {
  place = std::move(bytes);
  if (--self->state.missing > 0) return;
  Send(self, self->state.clock, std::move(self->state.saved));
}

void DismissCells(CellsSelf* self) {
  self->set_down_handler([](const caf::down_msg&) {});
  for (const CellPair& cell : self->state.cells) {
    Send(self, cell.users, Leave{});
    Send(self, cell.platform, Leave{});
  }
  self->quit();
}

}  // namespace

caf::behavior CellsActor(CellsSelf* self, std::vector<CellPair> cells) {
  self->state.cells = std::move(cells);
  self->set_down_handler(
      [self](const caf::down_msg& down) { self->quit(down.reason); });
  for (const CellPair& cell : self->state.cells) {
    self->monitor(cell.users);
    self->monitor(cell.platform);
  }
  return {
      [self](OpenCells& order) { OpenPlatforms(self, order); },
      [self](const SaveState& order) { SaveCells(self, order); },
      [self](UsersSaved& saved) {
        KeepBytes(self, self->state.saved.cells.users[saved.cell], saved.bytes);
      },
      [self](PlatformSaved& saved) {
        KeepBytes(self, self->state.saved.cells.platforms[saved.cell],
                  saved.bytes);
      },
      [self](const CloseParts&) { Answer(self, PartsClosed{}); },
      [self](const Leave&) { DismissCells(self); },
  };
}

}  // namespace souk::actors
