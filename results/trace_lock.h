// One writer for a trace: a lock on the folder of its segments, held as long
// as the run goes on and gone with its process, however that ends.
#pragma once

#include "market/result.h"
#include "results/trace_paths.h"

namespace souk::results {

class TraceLock {
 public:
  TraceLock() = default;
  ~TraceLock();
  TraceLock(const TraceLock&) = delete;
  TraceLock& operator=(const TraceLock&) = delete;

  /// Takes the lock if there is a folder of segments; holding it already is
  /// fine. An Error: another run holds it. File systems without locks pass.
  market::Result<void> Take(const TracePaths& paths);

 private:
  int folder_ = -1;
};

}  // namespace souk::results
