// Where a run's rows go, and how they become durable.
#pragma once

#include "market/events.h"
#include "results/trace_parts.h"
#include "scenarios/run_state.h"

namespace souk::actors {

/// A checkpoint is two steps: its rows are flushed between two ticks, and its
/// state is kept when all of it has arrived, which may be ticks later.
class RunSink : public market::EventSink {
 public:
  /// Makes everything recorded so far durable.
  virtual market::Result<void> FlushRows(uint32_t ticks_done) = 0;
  /// Makes the state durable from which the run can be continued after the
  /// rows that were flushed last. Until then the state before is the one.
  virtual market::Result<void> Keep(const scenarios::RunState& state) = 0;
  /// What nodes have recorded by the state that is kept next, or by the end.
  virtual void SetParts(std::vector<results::TracePart> parts) { (void)parts; }
  /// Completes the result after the last tick.
  virtual market::Result<void> Finish(uint32_t ticks_done) = 0;

  /// Both steps at once.
  market::Result<void> Flush(const scenarios::RunState& state) {
    const market::Result<void> flushed = FlushRows(state.next_tick);
    return flushed ? Keep(state) : flushed;
  }
};

}  // namespace souk::actors
