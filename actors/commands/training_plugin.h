// Opens the plugin that holds libtorch; it stays open to the end.
#pragma once

#include <vector>

#include "agents/learning/training.h"
#include "market/result.h"

namespace souk::actors {

/// The trainers of souk_training.so, beside the program or in ../lib/souk. The
/// Error says where it was looked for and how to get it. To be called before
/// threads are started: it limits libtorch's to one, so that sums have an
/// order.
market::Result<const std::vector<agents::TrainerEntry>*> OpenTrainers();

}  // namespace souk::actors
