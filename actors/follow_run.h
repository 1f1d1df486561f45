// The console's side of a run: news from the Clock, until it ends.
#pragma once

#include "actors/messages.h"
#include "actors/run.h"

namespace souk::actors {

/// Monitors and starts `clock`, shows its progress to request.observer and
/// passes its wish to stop on, on the calling thread. Returns the end of the
/// run; a clock that ends without a word is a failure.
RunEnded FollowRun(caf::scoped_actor& console, const caf::actor& clock,
                   const RunRequest& request);

/// What became of the run: an Error, or its end.
market::Result<RunEnd> EndOf(const RunEnded& end, const RunRequest& request);

}  // namespace souk::actors
