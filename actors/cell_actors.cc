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

void ServePages(PlatformSelf* self, const market::PageBatch& batch) {
  market::ServedBatch served;
  self->state.exchange->Serve(batch, served);
  Send(self, self->state.users, PagesServed{std::move(served)});
}

/// Somebody may have overspent: then the same pages are served again.
void SettlePages(PlatformSelf* self, PagesAnswered& answered) {
  market::Exchange& exchange = *self->state.exchange;
  if (exchange.Settle(answered.served, answered.responses) ==
      market::Settlement::kServeAgain) {
    ServePages(self, {std::move(answered.served.pages)});
  } else if (exchange.may_serve_again()) {
    Send(self, self->state.users, PagesSettled{});
  }
}

caf::behavior PlatformIdle(PlatformSelf* self) {
  return {
      [self](OpenTick& order) {
        PlatformState& state = self->state;
        state.opener = caf::actor_cast<caf::actor>(self->current_sender());
        state.exchange->OpenTick(order.time, order.lease.granted,
                                 std::move(order.bids), order.lease.contracts);
        self->become(state.open);
        Send(self, state.users, TickOpened{order.time});
      },
      [self](const SaveCell&) {
        Answer(self,
               PlatformSaved{self->state.cell,
                             scenarios::SavedBytes(*self->state.exchange)});
      },
      [self](const Leave&) { self->quit(); },
  };
}

caf::behavior PlatformOpen(PlatformSelf* self) {
  return {
      [self](const PagesOpened& opened) { ServePages(self, opened.batch); },
      [self](PagesAnswered& answered) { SettlePages(self, answered); },
      [self](const UsersGone&) {
        self->become(self->state.idle);
        Send(self, self->state.opener,
             CellClosed{self->state.exchange->CloseTick()});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace

CellPair SpawnCell(caf::actor_system& system, uint32_t cell,
                   const CellKernels& kernels) {
  CellPair pair;
  pair.users = system.spawn(UsersActor, cell, kernels.users);
  pair.platform =
      system.spawn(PlatformActor, cell, kernels.platform, pair.users);
  if (MessageLog* const log = MessageLog::active()) {
    log->Introduce(pair.users.id(), market::Concat("users[", cell, "]"));
    log->Introduce(pair.platform.id(), market::Concat("platform[", cell, "]"));
  }
  return pair;
}

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
        if (self->state.audience->may_be_asked_again()) return;
        OpenPages(self, market::PageBatch());
      },
      [self](const PagesSettled&) { OpenPages(self, market::PageBatch()); },
      [self](const SaveCell&) {
        Answer(self, UsersSaved{self->state.cell,
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
