// The newest status of a run. Whoever leads the run posts, servers read; both
// on threads of their own, and nobody waits longer than a copy takes.
#pragma once

#include <mutex>

#include "actors/watch/status.h"

namespace souk::actors {

class StatusBoard {
 public:
  /// Replaces the progress; the cluster stays as posted.
  void PostRun(RunProgress run);
  /// Replaces the cluster; the progress stays as posted.
  void PostCluster(ClusterStatus cluster);

  RunStatus Read() const;

 private:
  mutable std::mutex mutex_;
  RunStatus status_;
};

}  // namespace souk::actors
