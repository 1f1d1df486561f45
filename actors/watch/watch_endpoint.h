// Where a run can be watched, as people write it.
#pragma once

#include <string>

#include "actors/network/socket.h"

namespace souk::actors {

/// As ParseEndpoint, and "PORT" alone: on loopback.
market::Result<Endpoint> ParseWatchEndpoint(const std::string& text);

}  // namespace souk::actors
