// Users and Platform of one cell: one actor each around a pure kernel.
//
// One batch of page views is under way at a time (a window of one: memory
// stays flat, and the order of serving and settling is the sequential run's).
// Cells run side by side.
//
//   Cells    -- OpenTick      --> Platform -- TickOpened --> Users
//   Users    -- PagesOpened   --> Platform                  } for every
//   Platform -- PagesServed   --> Users                     } batch
//   Users    -- PagesAnswered --> Platform                  }
//   Platform -- PagesServed   --> Users                     } if somebody
//   Users    -- PagesAnswered --> Platform                  } overspent
//   Platform -- PagesSettled  --> Users                     if budgets bind so
//   Users    -- UsersGone     --> Platform -- CellClosed --> who opened
//   Cells    -- SaveCell      --> both -- UsersSaved, PlatformSaved --> Cells
//
// Phases of Platform: idle (between ticks) and open. Users have one phase.
#pragma once

#include "actors/messages.h"
#include "market/audience.h"
#include "market/exchange.h"

namespace souk::actors {

struct UsersState {
  static inline const char* name = "users";
  uint32_t cell = 0;
  std::shared_ptr<market::Audience> audience;
};

struct PlatformState {
  static inline const char* name = "platform";
  uint32_t cell = 0;
  std::shared_ptr<market::Exchange> exchange;
  caf::actor users;
  caf::actor opener;  ///< of the tick
  caf::behavior idle;
  caf::behavior open;
};

/// The two actors of a cell.
struct CellPair {
  caf::actor users;
  caf::actor platform;
};

/// The two kernels of a cell.
struct CellKernels {
  std::shared_ptr<market::Audience> users;
  std::shared_ptr<market::Exchange> platform;
};

/// Spawns the actors of `cell`.
CellPair SpawnCell(caf::actor_system& system, uint32_t cell,
                   const CellKernels& kernels);

caf::behavior UsersActor(caf::stateful_actor<UsersState>* self, uint32_t cell,
                         std::shared_ptr<market::Audience> audience);

caf::behavior PlatformActor(caf::stateful_actor<PlatformState>* self,
                            uint32_t cell,
                            std::shared_ptr<market::Exchange> exchange,
                            caf::actor users);

}  // namespace souk::actors
