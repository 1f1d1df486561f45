#include "results/trace_paths.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <system_error>

namespace souk::results {
namespace {

namespace fs = std::filesystem;
using market::Error;
using market::Result;

std::string FileName(uint32_t number, size_t width) {
  const std::string digits = std::to_string(number);
  const size_t zeros = digits.size() < width ? width - digits.size() : 0;
  return std::string(zeros, '0') + digits + ".h5";
}

constexpr size_t kSegmentDigits = 6;
constexpr size_t kPartDigits = 4;

Error Failed(const std::string& reason, const std::string& path) {
  return Error{reason + " (writing '" + path + "')"};
}

/// An empty file may be replaced too: mktemp makes such names.
bool LooksLikeATrace(const std::string& path) {
  constexpr std::string_view kSignature("\x89HDF\r\n\x1a\n", 8);
  std::ifstream file(path, std::ios::binary);
  char head[kSignature.size()] = {};
  file.read(head, sizeof head);
  const auto got = static_cast<size_t>(file.gcount());
  return got == 0 || std::string_view(head, got) == kSignature;
}

Result<void> SyncFolder(const std::string& path) {
  const int folder = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = folder >= 0 && fsync(folder) == 0;
  const int fault = errno;
  if (folder >= 0) close(folder);
  // Some file systems cannot sync folders; then the rename has to do.
  if (synced || fault == EINVAL || fault == ENOTSUP) return {};
  return Failed(std::strerror(fault), path);
}

}  // namespace

std::string TracePaths::segment(uint32_t number) const {
  return parts() + "/" + FileName(number, kSegmentDigits);
}

std::string TracePaths::relative_segment(uint32_t number) const {
  return fs::path(parts()).filename().string() + "/" +
         FileName(number, kSegmentDigits);
}

std::string TracePaths::relative_part(uint32_t number) const {
  return fs::path(nodes()).filename().string() + "/" +
         FileName(number, kPartDigits);
}

std::string TracePaths::beside(const std::string& relative) const {
  return (fs::path(trace_).parent_path() / relative).string();
}

Result<void> CheckReplaceable(const TracePaths& paths) {
  std::error_code fault;
  const fs::file_status status = fs::status(paths.trace(), fault);
  if (fs::is_directory(status)) return Failed("Is a directory", paths.trace());
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return Failed("Not a regular file", paths.trace());
  }
  if (fs::exists(status) && !LooksLikeATrace(paths.trace())) {
    return Failed("There is a file that is no trace", paths.trace());
  }
  return {};
}

Result<void> PublishTemporary(const TracePaths& paths) {
  if (std::rename(paths.temporary().c_str(), paths.trace().c_str()) != 0) {
    const std::string reason = std::strerror(errno);
    RemoveFile(paths.temporary());
    return Failed(reason, paths.trace());
  }
  const std::string folder = fs::path(paths.trace()).parent_path().string();
  return SyncFolder(folder.empty() ? "." : folder);
}

Result<void> ResetParts(const TracePaths& paths) {
  std::error_code fault;
  if (!fs::is_directory(paths.parts(), fault)) {
    fs::remove(paths.parts(), fault);
    fs::create_directory(paths.parts(), fault);
  }
  for (fs::directory_iterator entry(paths.parts(), fault), end;
       !fault && entry != end; entry.increment(fault)) {
    fs::remove_all(entry->path(), fault);
  }
  if (fault) return Failed(fault.message(), paths.parts());
  return {};
}

Result<void> SyncParts(const TracePaths& paths) {
  return SyncFolder(paths.parts());
}

void RemoveParts(const TracePaths& paths) {
  std::error_code ignored;
  fs::remove_all(paths.parts(), ignored);
}

void RemoveFile(const std::string& path) {
  std::error_code ignored;
  fs::remove(path, ignored);
}

std::vector<uint32_t> SegmentNumbers(const TracePaths& paths) {
  std::vector<uint32_t> numbers;
  std::error_code fault;
  for (fs::directory_iterator entry(paths.parts(), fault), end;
       !fault && entry != end; entry.increment(fault)) {
    const std::string stem = entry->path().stem().string();
    const bool digits =
        !stem.empty() && stem.size() < 10 &&
        stem.find_first_not_of("0123456789") == std::string::npos;
    if (digits) numbers.push_back(static_cast<uint32_t>(std::stoul(stem)));
  }
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

}  // namespace souk::results
