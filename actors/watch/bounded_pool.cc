#include "actors/watch/bounded_pool.h"

namespace souk::actors {
namespace {

thread_local std::optional<BoundedPool::Clock::time_point> arrived_at;

}  // namespace

BoundedPool::BoundedPool(size_t threads, size_t most_waiting)
    : most_waiting_(most_waiting) {
  for (size_t i = 0; i < threads; ++i)
    threads_.emplace_back([this] { Work(); });
}

BoundedPool::~BoundedPool() { shutdown(); }

std::optional<BoundedPool::Clock::time_point> BoundedPool::ArrivedAt() {
  return arrived_at;
}

bool BoundedPool::Queue(std::function<void()>& task) {
  const std::lock_guard lock(mutex_);
  if (over_ || waiting_.size() >= most_waiting_) return false;
  waiting_.push_back({std::move(task), Clock::now()});
  return true;
}

void BoundedPool::enqueue(std::function<void()> task) {
  if (Queue(task)) {
    changed_.notify_one();
    return;
  }
  task();
}

void BoundedPool::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return over_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    const Task task = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    arrived_at = task.arrived;
    task.run();
    lock.lock();
  }
}

void BoundedPool::shutdown() {
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace souk::actors
