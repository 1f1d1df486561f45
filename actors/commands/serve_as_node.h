// A process as a node, with a person or a launcher at its terminal.
#pragma once

#include "actors/cluster/run_node.h"

namespace souk::actors {

/// Serves until the run is over; the exit code.
int ServeAsNode(const NodePlan& plan);

}  // namespace souk::actors
