// The whole of a file as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "market/result.h"

namespace souk::scenarios {

/// FNV-1a: tells texts apart, keeps no secrets.
uint64_t Fnv1a(std::string_view text);

/// The Error says what is the matter, without the path: "no such file",
/// "is a directory, not a file", "cannot be read: Permission denied".
market::Result<std::string> ReadFileText(const std::string& path);

/// The same for a file that people write: the Error starts with the path and
/// proposes a file beside it, "a.textproto: no such file; did you mean ...".
market::Result<std::string> ReadSourceText(const std::string& path);

}  // namespace souk::scenarios
