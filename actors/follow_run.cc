#include "actors/follow_run.h"

#include "actors/send.h"

namespace souk::actors {
namespace {

constexpr std::chrono::milliseconds kGlance{100};

/// What the console has seen of a run.
struct Seen {
  Progress progress;
  std::optional<RunEnded> end;
};

void ReceiveOne(caf::scoped_actor& console, RunObserver& observer, Seen& seen) {
  console->receive(
      [&](const RunProgressed& news) {
        seen.progress.ticks_done = news.ticks_done;
        seen.progress.page_views += news.page_views;
        seen.progress.revenue_micros += news.revenue_micros;
        observer.Show(seen.progress);
      },
      [&](const NewsFromNodes& news) { observer.Notice(news.what); },
      [&](const StillWaiting& news) { observer.Notice(news.what); },
      [&](const RunEnded& news) { seen.end = news; },
      [&](const caf::down_msg& down) {
        seen.end = RunEnded{seen.progress.ticks_done,
                            "the clock ended before the run did: " +
                                console->system().render(down.reason),
                            0};
      },
      caf::after(kGlance) >> [] {});
}

}  // namespace

RunEnded FollowRun(caf::scoped_actor& console, const caf::actor& clock,
                   const RunRequest& request) {
  Seen seen;
  seen.progress.ticks_planned = request.spec->calendar.ticks();
  console->monitor(clock);
  Send(console.ptr(), clock, StartRun{});
  bool asked = false;
  while (!seen.end) {
    ReceiveOne(console, *request.observer, seen);
    if (!asked && request.observer->StopRequested()) {
      Send(console.ptr(), clock, StopAfterTick{});
      asked = true;
    }
  }
  seen.end->page_views = seen.progress.page_views;
  return *seen.end;
}

market::Result<RunEnd> EndOf(const RunEnded& end, const RunRequest& request) {
  if (!end.failure.empty()) return market::Error{end.failure};
  return RunEnd{.ticks_done = end.ticks_done,
                .complete = end.ticks_done == request.spec->calendar.ticks(),
                .page_views = end.page_views};
}

}  // namespace souk::actors
