// Posts the progress of a run on a board and passes everything on to the
// observer behind it.
#pragma once

#include <chrono>
#include <optional>

#include "actors/run.h"
#include "actors/watch/status_board.h"

namespace souk::actors {

struct WatchOrder {
  RunObserver* behind = nullptr;  ///< outlives the observer
  StatusBoard* board = nullptr;   ///< outlives the observer
  RunProgress begin = {};         ///< names, planned ticks, ticks done before
  /// Of a run without a cluster: this process, its memory posted now and then.
  /// With one the cluster's own posts are left alone.
  std::optional<NodeStatus> local = {};
};

/// Phases: starting, running, stopping; at the end done or stopped.
class WatchedObserver final : public RunObserver {
 public:
  explicit WatchedObserver(WatchOrder order);
  /// Posts that the run is over.
  ~WatchedObserver() override;
  WatchedObserver(const WatchedObserver&) = delete;
  WatchedObserver& operator=(const WatchedObserver&) = delete;

  void Show(const Progress& progress) override;
  void Notice(const std::string& sentence) override;
  bool StopRequested() override;

 private:
  using Clock = std::chrono::steady_clock;

  void PostLocal();

  WatchOrder order_;
  RunProgress run_;
  Clock::time_point start_ = Clock::now();
  Clock::time_point local_posted_;
};

}  // namespace souk::actors
