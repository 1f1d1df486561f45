// The whole of a file as text.
#pragma once

#include <string>

#include "market/result.h"

namespace souk::scenarios {

/// The Error says what is the matter, without the path: "no such file",
/// "is a directory, not a file", "cannot be read: Permission denied".
market::Result<std::string> ReadFileText(const std::string& path);

}  // namespace souk::scenarios
