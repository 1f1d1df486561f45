// The other side of the gate: connecting.
#pragma once

#include <chrono>

#include "actors/network/porter.h"

namespace souk::actors {

/// Connects and passes the gate; blocks until `deadline` at most (looking up
/// a name has the limits of the system's resolver). The error is a reason
/// without the endpoint, e.g. "Connection refused" or "wrong secret".
market::Result<Passed> Dial(const Endpoint& endpoint, const GateRules& rules,
                            std::chrono::steady_clock::time_point deadline);

}  // namespace souk::actors
