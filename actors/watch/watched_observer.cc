#include "actors/watch/watched_observer.h"

#include <algorithm>

#include "actors/cluster/pulse_actor.h"

namespace souk::actors {
namespace {

constexpr std::chrono::milliseconds kLocalPause{200};
constexpr double kShortest = 1e-9;  ///< seconds

}  // namespace

WatchedObserver::WatchedObserver(WatchOrder order)
    : order_(std::move(order)), run_(order_.begin) {
  run_.phase = "starting";
  order_.board->PostRun(run_);
  PostLocal();
}

WatchedObserver::~WatchedObserver() {
  run_.phase = run_.ticks_done >= run_.ticks_planned ? "done" : "stopped";
  run_.finished = true;
  order_.board->PostRun(run_);
}

void WatchedObserver::PostLocal() {
  const Clock::time_point now = Clock::now();
  if (!order_.local || now - local_posted_ < kLocalPause) return;
  local_posted_ = now;
  order_.local->memory_bytes = OwnPulse().memory_bytes;
  ClusterStatus cluster;
  cluster.nodes = {*order_.local};
  order_.board->PostCluster(std::move(cluster));
}

void WatchedObserver::Show(const Progress& progress) {
  const double seconds = std::max(
      kShortest, std::chrono::duration<double>(Clock::now() - start_).count());
  const uint32_t fresh = progress.ticks_done - order_.begin.ticks_done;
  if (run_.phase == "starting") run_.phase = "running";
  run_.ticks_done = progress.ticks_done;
  run_.page_views = progress.page_views;
  run_.seconds = seconds;
  run_.ticks_per_second = fresh / seconds;
  run_.page_views_per_second =
      static_cast<double>(progress.page_views) / seconds;
  order_.board->PostRun(run_);
  PostLocal();
  order_.behind->Show(progress);
}

void WatchedObserver::Notice(const std::string& sentence) {
  order_.behind->Notice(sentence);
}

bool WatchedObserver::StopRequested() {
  const bool stop = order_.behind->StopRequested();
  if (stop && run_.phase != "stopping") {
    run_.phase = "stopping";
    order_.board->PostRun(run_);
  }
  return stop;
}

}  // namespace souk::actors
