// Few threads and few waiting connections: what comes on top is turned away
// at once, so that crowds cost a run nothing.
#pragma once

#include <httplib.h>

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace souk::actors {

class BoundedPool final : public httplib::TaskQueue {
 public:
  BoundedPool(size_t threads, size_t most_waiting);
  ~BoundedPool() override;

  using Clock = std::chrono::steady_clock;

  /// Runs `task` here, without ArrivedAt(), if too many wait.
  void enqueue(std::function<void()> task) override;
  /// Runs what waits, then joins the threads.
  void shutdown() override;

  /// When the task at hand was enqueued; nothing: it is to be refused.
  static std::optional<Clock::time_point> ArrivedAt();

 private:
  struct Task {
    std::function<void()> run;
    Clock::time_point arrived;
  };

  void Work();
  bool Queue(std::function<void()>& task);

  size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Task> waiting_;
  bool over_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace souk::actors
