// How the actor system of every process is set up.
#pragma once

#include <caf/all.hpp>

namespace souk::actors {

struct SystemConfiguration : caf::actor_system_config {
  /// `threads` >= 1 for actors; detached ones have their own.
  explicit SystemConfiguration(size_t threads);
};

/// Batches and rows are made by one actor and freed by another, millions of
/// bytes at a time: freed memory stays with the program, which would otherwise
/// get every page of it anew from the system, cleared.
void KeepFreedMemory();

}  // namespace souk::actors
