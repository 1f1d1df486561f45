// A status as JSON: what /status says and `souk top` reads.
#pragma once

#include <string>

#include "actors/watch/status.h"
#include "market/result.h"

namespace souk::actors {

/// One object: the fields of RunProgress and ClusterStatus under their names,
/// nodes as a list of objects, states by name. Ends with a line break.
std::string StatusJson(const RunStatus& status);

/// Error: not JSON, or a field is missing or of another type.
market::Result<RunStatus> StatusOfJson(const std::string& text);

}  // namespace souk::actors
