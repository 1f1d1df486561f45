#include "actors/cell_actors.h"

#include "actors/send.h"

namespace souk::actors {
namespace {

using UsersSelf = caf::stateful_actor<UsersState>;
using PlatformSelf = caf::stateful_actor<PlatformState>;

/// Sends the next batch of page views, or the end of the tick. `batch` is a
/// buffer to be reused.
void OpenPages(UsersSelf* self, market::PageBatch batch) {
  if (self->state.audience->NextBatch(batch)) {
    Answer(self, PagesOpened{std::move(batch)});
  } else {
    Answer(self, UsersGone{});
  }
}

caf::behavior PlatformIdle(PlatformSelf* self) {
  return {
      [self](OpenTick& order) {
        PlatformState& state = self->state;
        state.clock = caf::actor_cast<caf::actor>(self->current_sender());
        state.exchange->OpenTick(order.time, order.lease,
                                 std::move(order.bids));
        self->become(state.open);
        Send(self, state.users, TickOpened{order.time});
      },
      [self](const SaveState&) {
        Answer(self, StateSaved{Part::kPlatform, self->state.cell,
                                scenarios::SavedBytes(*self->state.exchange)});
      },
      [self](const Leave&) { self->quit(); },
  };
}

caf::behavior PlatformOpen(PlatformSelf* self) {
  return {
      [self](const PagesOpened& opened) {
        market::ServedBatch served;
        self->state.exchange->Serve(opened.batch, served);
        Answer(self, PagesServed{std::move(served)});
      },
      [self](const PagesAnswered& answered) {
        self->state.exchange->Settle(answered.served, answered.responses);
      },
      [self](const UsersGone&) {
        self->become(self->state.idle);
        Send(self, self->state.clock,
             CellClosed{self->state.exchange->CloseTick()});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace

caf::behavior UsersActor(UsersSelf* self, uint32_t cell,
                         std::shared_ptr<market::Audience> audience) {
  self->state.cell = cell;
  self->state.audience = std::move(audience);
  return {
      [self](const TickOpened& opened) {
        self->state.audience->OpenTick(opened.time);
        OpenPages(self, market::PageBatch());
      },
      [self](PagesServed& message) {
        PagesAnswered answered;
        answered.served = std::move(message.served);
        self->state.audience->Respond(answered.served, answered.responses);
        Answer(self, std::move(answered));
        OpenPages(self, market::PageBatch());
      },
      [self](const SaveState&) {
        Answer(self, StateSaved{Part::kUsers, self->state.cell,
                                scenarios::SavedBytes(*self->state.audience)});
      },
      [self](const Leave&) { self->quit(); },
  };
}

caf::behavior PlatformActor(PlatformSelf* self, uint32_t cell,
                            std::shared_ptr<market::Exchange> exchange,
                            caf::actor users) {
  PlatformState& state = self->state;
  state.cell = cell;
  state.exchange = std::move(exchange);
  state.users = std::move(users);
  state.idle = PlatformIdle(self);
  state.open = PlatformOpen(self);
  return state.idle;
}

}  // namespace souk::actors
