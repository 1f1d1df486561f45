#include "scenarios/file_text.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace souk::scenarios {

using market::Error;

market::Result<std::string> ReadFileText(const std::string& path) {
  std::error_code problem;
  const auto status = std::filesystem::status(path, problem);
  if (!std::filesystem::exists(status)) {
    const bool missing = !problem || problem.value() == ENOENT;
    return Error{missing ? "no such file"
                         : "cannot be read: " + problem.message()};
  }
  if (std::filesystem::is_directory(status)) {
    return Error{"is a directory, not a file"};
  }
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (!file.is_open() || file.bad()) {
    return Error{std::string("cannot be read: ") + std::strerror(errno)};
  }
  return text;
}

}  // namespace souk::scenarios
