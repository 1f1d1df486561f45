// Few threads and few waiting connections: what comes on top is turned away
// at once, so that crowds cost a run nothing.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

namespace souk::actors {

class BoundedPool final : public httplib::TaskQueue {
 public:
  BoundedPool(size_t threads, size_t most_waiting);
  ~BoundedPool() override;

  /// Runs `task` here, with TurnsAway() true, if too many wait.
  void enqueue(std::function<void()> task) override;
  /// Runs what waits, then joins the threads.
  void shutdown() override;

  /// Whether the task at hand is to be refused.
  static bool TurnsAway();

 private:
  void Work();
  bool Queue(std::function<void()>& task);

  size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> waiting_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace souk::actors
