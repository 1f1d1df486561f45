#include <malloc.h>

#include <cstdint>

#include "actors/cast.h"
#include "actors/follow_run.h"
#include "actors/run.h"
#include "actors/send.h"

namespace souk::actors {
namespace {

using market::Error;
using market::Result;

struct Configuration : caf::actor_system_config {
  explicit Configuration(size_t threads) {
    config_file_path = "";  // no input that nobody asked for
    set("scheduler.policy", caf::atom("sharing"));
    set("scheduler.max-threads", static_cast<int64_t>(threads));
  }
};

/// Batches and rows are made by one actor and freed by another, millions of
/// bytes at a time: freed memory stays with the program, which would otherwise
/// get every page of it anew from the system, cleared.
void KeepFreedMemory() {
  constexpr int kLargest = 1 << 25;  // the most that may not come from mmap
  mallopt(M_MMAP_THRESHOLD, kLargest);
  mallopt(M_TRIM_THRESHOLD, 2 * kLargest);
}

}  // namespace

Result<RunEnd> RunWithActors(const RunRequest& request, size_t threads) {
  Result<Kernels> kernels = MakeKernels(request);
  if (!kernels) return kernels.error();
  KeepFreedMemory();
  Configuration configuration(threads);
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const caf::actor clock =
      SpawnCast(system, request, std::move(kernels).value(), console);
  const RunEnded end = FollowRun(console, clock, request);
  Send(console.ptr(), clock, Leave{});
  if (!end.failure.empty()) return Error{end.failure};
  return RunEnd{end.ticks_done,
                end.ticks_done == request.spec->calendar.ticks()};
}

}  // namespace souk::actors
