#include "actors/desk_actors.h"

#include "actors/send.h"

namespace souk::actors {

caf::behavior AdvertisersActor(caf::stateful_actor<AdvertisersState>* self,
                               std::shared_ptr<agents::AdvertisersDesk> desk) {
  self->state.desk = std::move(desk);
  return {
      [self](const GrantLeases& order) {
        agents::AdvertisersDesk& own = *self->state.desk;
        LeasesGranted granted;
        granted.leases = own.Grant(order.time);
        granted.remaining = own.remaining_today();
        granted.shares = own.line_shares();
        Answer(self, std::move(granted));
      },
      [self](const SettleLeases& order) {
        agents::AdvertisersDesk& own = *self->state.desk;
        own.Settle(order.time, order.spent, order.contracts, order.tallies);
        Answer(self, LeasesSettled{own.Accounts(), own.contract_rows(),
                                   own.remaining_today()});
      },
      [self](const SaveState& order) {
        Answer(self, StateSaved{order.part,
                                order.next_tick,
                                scenarios::SavedBytes(*self->state.desk),
                                {},
                                {}});
      },
      [self](const Leave&) { self->quit(); },
  };
}

caf::behavior BiddersActor(caf::stateful_actor<BiddersState>* self,
                           std::shared_ptr<agents::BiddersDesk> desk) {
  self->state.desk = std::move(desk);
  return {
      [self](const PlanBids& order) {
        Answer(self, BidsPlanned{std::make_shared<const market::BidSheet>(
                         self->state.desk->Plan(order.time, order.remaining,
                                                order.shares))});
      },
      [self](const LearnOutcome& order) {
        agents::BiddersDesk& own = *self->state.desk;
        own.Learn(order.time, {order.tallies, order.seen}, order.remaining);
        Answer(self, OutcomeLearnt{own.Signals(order.time.tick)});
      },
      [self](const SaveState& order) {
        Answer(self, StateSaved{order.part,
                                order.next_tick,
                                scenarios::SavedBytes(*self->state.desk),
                                {},
                                {}});
      },
      [self](const Leave&) { self->quit(); },
  };
}

}  // namespace souk::actors
