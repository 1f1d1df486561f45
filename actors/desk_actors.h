// Advertisers and Bidders: one actor each around a pure desk.
//
// Phases: one. Both answer the Clock's requests of a tick in order and end on
// Leave.
//
//   Clock -- GrantLeases  --> Advertisers -- LeasesGranted --> Clock
//   Clock -- PlanBids     --> Bidders     -- BidsPlanned   --> Clock
//   Clock -- SettleLeases --> Advertisers -- LeasesSettled --> Clock
//   Clock -- LearnOutcome --> Bidders     -- OutcomeLearnt --> Clock
//   Clock -- SaveState    --> both        -- StateSaved    --> Clock
#pragma once

#include "actors/messages.h"
#include "agents/bidders_desk.h"

namespace souk::actors {

struct AdvertisersState {
  static inline const char* name = "advertisers";
  std::shared_ptr<agents::AdvertisersDesk> desk;
};

struct BiddersState {
  static inline const char* name = "bidders";
  std::shared_ptr<agents::BiddersDesk> desk;
};

caf::behavior AdvertisersActor(caf::stateful_actor<AdvertisersState>* self,
                               std::shared_ptr<agents::AdvertisersDesk> desk);

caf::behavior BiddersActor(caf::stateful_actor<BiddersState>* self,
                           std::shared_ptr<agents::BiddersDesk> desk);

}  // namespace souk::actors
