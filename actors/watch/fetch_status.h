// Asks a run for its status.
#pragma once

#include "actors/watch/status.h"
#include "actors/watch/watch_endpoint.h"
#include "market/result.h"

namespace souk::actors {

/// Takes at most about four seconds. Error: nobody answers there, or not as a
/// run does.
market::Result<RunStatus> FetchStatus(const Endpoint& address);

}  // namespace souk::actors
