// Where a run's rows go, and how they become durable.
#pragma once

#include "market/events.h"
#include "scenarios/run_state.h"

namespace souk::actors {

class RunSink : public market::EventSink {
 public:
  /// Makes everything recorded so far durable, together with the state from
  /// which the run can be continued.
  virtual market::Result<void> Flush(const scenarios::RunState& state) = 0;
  /// Completes the result after the last tick.
  virtual market::Result<void> Finish(uint32_t ticks_done) = 0;
};

}  // namespace souk::actors
