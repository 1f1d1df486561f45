// Cells: all the cells of a run that has one process.
//
// Phases: one. It hands a tick on to every Platform, whose reports go straight
// to the Clock, and collects the states of all cells.
//
//   Clock -- OpenCells --> Cells -- OpenTick --> every Platform
//                          Platform -- CellClosed --> Clock
//   Clock -- SaveState --> Cells -- SaveCell --> every Users and Platform
//                          Users, Platform -- UsersSaved, PlatformSaved -->
//                          Cells
//   Clock <- StateSaved -- Cells
//   Clock -- CloseParts --> Cells -- PartsClosed --> Clock
//
// It ends when one of its actors does, with that reason.
#pragma once

#include <vector>

#include "actors/cell_actors.h"

namespace souk::actors {

struct CellsState {
  static inline const char* name = "cells";
  std::vector<CellPair> cells;
  caf::actor clock;    ///< who asked for the states
  StateSaved saved;    ///< under way
  size_t missing = 0;  ///< of its states
};

caf::behavior CellsActor(caf::stateful_actor<CellsState>* self,
                         std::vector<CellPair> cells);

}  // namespace souk::actors
