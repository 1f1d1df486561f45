// The checkpoint of a run: a file beside its trace from which it goes on.
//
// Layout, little-endian: the 16 characters "souk-checkpoint1", the hash of the
// rest as 32 hexadecimal digits, the rest. It is written to a temporary name,
// synced and renamed, so that there is always a whole one.
#pragma once

#include <string>

#include "market/result.h"

namespace souk::actors {

/// "run.h5" -> "run.h5.checkpoint".
std::string CheckpointPath(const std::string& trace);

/// An Error names the path and the reason.
market::Result<void> WriteCheckpoint(const std::string& path,
                                     const std::string& content);
/// An Error says whether the file is missing, damaged or something else.
market::Result<std::string> ReadCheckpoint(const std::string& path);
/// After a run has finished. A file that resists stays.
void RemoveCheckpoint(const std::string& path);

}  // namespace souk::actors
