#include "actors/launch/rendezvous.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

namespace souk::actors {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using market::Error;
using market::Result;
using std::chrono::milliseconds;

constexpr milliseconds kFirstPause{20};
constexpr milliseconds kLongestPause{500};

std::string SecretIn(const std::string& folder) {
  return folder + "/secret.pem";
}
std::string LeadIn(const std::string& folder) { return folder + "/lead"; }

Error Problem(const std::string& path) {
  return Error{path + " cannot be written: " + std::strerror(errno)};
}

/// Somebody else's folder could hold somebody else's lead.
Result<void> CheckFolder(const std::string& folder) {
  struct stat status {};
  if (lstat(folder.c_str(), &status) != 0) return Problem(folder);
  if (!S_ISDIR(status.st_mode)) return Error{folder + " is not a folder"};
  if (status.st_uid != geteuid()) {
    return Error{folder + " belongs to another user"};
  }
  if ((status.st_mode & 077) != 0) {
    return Error{folder + " is open to others; it must have mode 0700"};
  }
  return {};
}

/// Under another name first, so that nobody ever sees a part of it.
Result<void> WritePrivately(const std::string& path,
                            const std::string& content) {
  const std::string draft = path + ".draft";
  unlink(draft.c_str());
  const int file =
      open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return Problem(draft);
  const ssize_t written = write(file, content.data(), content.size());
  const bool whole =
      written == static_cast<ssize_t>(content.size()) && fsync(file) == 0;
  if (close(file) != 0 || !whole) return Problem(draft);
  if (rename(draft.c_str(), path.c_str()) != 0) return Problem(path);
  return {};
}

/// The whole file without its newline; empty while there is none.
std::string LeadBy(const std::string& folder) {
  // Opening the folders makes a network file system look again.
  std::error_code ignored;
  fs::directory_iterator(fs::path(folder).parent_path(), ignored);
  fs::directory_iterator(folder, ignored);
  std::ifstream file(LeadIn(folder));
  std::string lead;
  std::getline(file, lead);
  return lead;
}

}  // namespace

std::string RendezvousFolder(const std::string& trace_path, const Role& role) {
  return fs::absolute(trace_path).string() + ".rendezvous-" +
         role.rendezvous_key;
}

Result<void> WriteRendezvous(const std::string& folder, const std::string& lead,
                             const std::string& secret) {
  if (mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return Problem(folder);
  }
  if (const auto checked = CheckFolder(folder); !checked) return checked;
  unlink(LeadIn(folder).c_str());
  const auto kept = WritePrivately(SecretIn(folder), secret);
  return kept ? WritePrivately(LeadIn(folder), lead + "\n") : kept;
}

Result<Rendezvous> AwaitRendezvous(const std::string& folder,
                                   milliseconds patience) {
  const auto deadline = Clock::now() + patience;
  milliseconds pause = kFirstPause;
  while (true) {
    const std::string lead = LeadBy(folder);
    if (!lead.empty()) {
      const auto checked = CheckFolder(folder);
      if (!checked) return checked.error();
      return Rendezvous{lead, SecretIn(folder)};
    }
    if (Clock::now() >= deadline) break;
    std::this_thread::sleep_for(pause);
    pause = std::min(pause * 2, kLongestPause);
  }
  return Error{"no lead has shown up in " + folder + " within " +
               std::to_string(patience.count() / 1000) +
               " s; the folder must be on a file system that all "
               "processes see"};
}

void RemoveRendezvous(const std::string& folder) {
  for (const std::string& path : {LeadIn(folder), SecretIn(folder)}) {
    unlink(path.c_str());
  }
  rmdir(folder.c_str());
}

}  // namespace souk::actors
