#include "actors/watch/status_board.h"

#include <utility>

namespace souk::actors {

void StatusBoard::PostRun(RunProgress run) {
  const std::lock_guard lock(mutex_);
  std::swap(status_.run, run);
}

void StatusBoard::PostCluster(ClusterStatus cluster) {
  const std::lock_guard lock(mutex_);
  std::swap(status_.cluster, cluster);
}

RunStatus StatusBoard::Read() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

}  // namespace souk::actors
