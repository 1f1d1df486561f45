#include "scenarios/file_text.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

namespace fs = std::filesystem;

/// Files beside a missing one.
std::string NearestFile(const fs::path& path) {
  std::vector<std::string> names;
  std::error_code problem;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : ".";
  for (const auto& entry : fs::directory_iterator(folder, problem)) {
    names.push_back(entry.path().filename());
  }
  std::sort(names.begin(), names.end());
  return DidYouMean(path.filename(), names);
}

}  // namespace

uint64_t Fnv1a(std::string_view text) {
  uint64_t hash = 14695981039346656037U;
  for (const char character : text) {
    hash = (hash ^ static_cast<uint8_t>(character)) * 1099511628211U;
  }
  return hash;
}

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

market::Result<std::string> ReadSourceText(const std::string& path) {
  auto text = ReadFileText(path);
  if (!text.ok()) {
    const bool missing = text.error().message == "no such file";
    return Error{path + ": " + text.error().message +
                 (missing ? NearestFile(path) : "")};
  }
  if (text->find('\0') != std::string::npos) {
    return Error{path + ": is not a text file"};
  }
  return text;
}

}  // namespace souk::scenarios
