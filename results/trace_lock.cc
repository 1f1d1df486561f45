#include "results/trace_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>

namespace souk::results {

TraceLock::~TraceLock() {
  if (folder_ >= 0) close(folder_);
}

market::Result<void> TraceLock::Take(const TracePaths& paths) {
  if (folder_ >= 0) return {};
  folder_ = open(paths.parts().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder_ < 0) return {};
  if (flock(folder_, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) {
    return {};
  }
  close(folder_);
  folder_ = -1;
  return market::Error{"another run is writing it"};
}

}  // namespace souk::results
