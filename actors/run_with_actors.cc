#include <cstdint>

#include "actors/cast.h"
#include "actors/run.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;

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
      [&](const StillWaiting& news) { observer.Notice(news.what); },
      [&](const RunEnded& news) { seen.end = news; },
      [&](const caf::down_msg& down) {
        seen.end = RunEnded{seen.progress.ticks_done,
                            "the clock ended before the run did: " +
                                console->system().render(down.reason)};
      },
      caf::after(kGlance) >> [] {});
}

/// Follows the run to its end, on the calling thread.
RunEnded Follow(caf::scoped_actor& console, const caf::actor& clock,
                const RunRequest& request) {
  Seen seen;
  seen.progress.ticks_planned = request.spec->calendar.ticks();
  bool asked = false;
  while (!seen.end) {
    ReceiveOne(console, *request.observer, seen);
    if (!asked && request.observer->StopRequested()) {
      console->send(clock, StopAfterTick{});
      asked = true;
    }
  }
  return *seen.end;
}

struct Configuration : caf::actor_system_config {
  explicit Configuration(size_t threads) {
    config_file_path = "";  // no input that nobody asked for
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", static_cast<int64_t>(threads));
  }
};

}  // namespace

Result<RunEnd> RunWithActors(const RunRequest& request, size_t threads) {
  Result<Kernels> kernels = MakeKernels(request);
  if (!kernels) return kernels.error();
  Configuration configuration(threads);
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const caf::actor clock =
      SpawnCast(system, request, std::move(kernels).value(), console);
  console->monitor(clock);
  console->send(clock, StartRun{});
  const RunEnded end = Follow(console, clock, request);
  console->send(clock, Leave{});
  if (!end.failure.empty()) return Error{end.failure};
  return RunEnd{end.ticks_done,
                end.ticks_done == request.spec->calendar.ticks()};
}

}  // namespace souk::actors
