#include "actors/cast.h"
#include "actors/follow_run.h"
#include "actors/run.h"
#include "actors/send.h"
#include "actors/system_configuration.h"

namespace souk::actors {

using market::Result;

Result<RunEnd> RunWithActors(const RunRequest& request, size_t threads) {
  Result<Kernels> kernels = MakeKernels(request);
  if (!kernels) return kernels.error();
  KeepFreedMemory();
  SystemConfiguration configuration(threads);
  caf::actor_system system(configuration);
  caf::scoped_actor console(system);
  const caf::actor clock =
      SpawnCast(system, request, std::move(kernels).value(), console);
  const RunEnded end = FollowRun(console, clock, request);
  Send(console.ptr(), clock, Leave{});
  return EndOf(end, request);
}

}  // namespace souk::actors
