#include "actors/checkpoint.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "results/digest.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;

constexpr std::string_view kMagic = "souk-checkpoint1";
constexpr size_t kHashSize = 32;

Error Failure(const std::string& verb, const std::string& path) {
  return Error{"cannot " + verb + " checkpoint '" + path +
               "': " + std::strerror(errno)};
}

/// Writes everything and makes it durable; errno tells why not.
bool WriteAll(const std::string& path, const std::string& bytes) {
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return false;
  size_t done = 0;
  bool good = true;
  while (good && done < bytes.size()) {
    const ssize_t n = write(file, bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    good = n > 0;
    if (good) done += static_cast<size_t>(n);
  }
  good = good && fsync(file) == 0;
  const int reason = errno;
  close(file);
  errno = reason;
  return good;
}

}  // namespace

std::string CheckpointPath(const std::string& trace) {
  return trace + ".checkpoint";
}

Result<void> WriteCheckpoint(const std::string& path,
                             const std::string& content) {
  const std::string temporary = path + ".tmp";
  const std::string bytes =
      std::string(kMagic) + results::HashText(content) + content;
  if (!WriteAll(temporary, bytes) ||
      std::rename(temporary.c_str(), path.c_str()) != 0) {
    const Error error = Failure("write", path);
    unlink(temporary.c_str());
    return error;
  }
  return {};
}

Result<std::string> ReadCheckpoint(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file && errno == ENOENT) {
    return Error{"there is no checkpoint '" + path +
                 "': the run ended before its first; start it again"};
  }
  if (!file) return Failure("read", path);
  const std::string bytes((std::istreambuf_iterator<char>(file)),
                          std::istreambuf_iterator<char>());
  if (!bytes.starts_with(kMagic)) {
    return Error{"'" + path + "' is not a souk checkpoint of this version"};
  }
  const size_t head = kMagic.size() + kHashSize;
  if (bytes.size() < head ||
      bytes.substr(kMagic.size(), kHashSize) !=
          results::HashText(std::string_view(bytes).substr(head))) {
    return Error{"checkpoint '" + path + "' is damaged"};
  }
  return bytes.substr(head);
}

void RemoveCheckpoint(const std::string& path) { unlink(path.c_str()); }

}  // namespace souk::actors
