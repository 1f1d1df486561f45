// Runs a scenario, by actors or as the plain loop, with the same outcome.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "actors/run_sink.h"
#include "market/market_spec.h"
#include "scenarios/page_story.h"
#include "scenarios/run_state.h"

namespace souk::actors {

struct Progress {
  uint32_t ticks_done = 0;
  uint32_t ticks_planned = 0;
  int64_t page_views = 0;      ///< of this process so far
  int64_t revenue_micros = 0;  ///< of this process so far
};

/// The person at the console. Called from one thread only.
class RunObserver {
 public:
  virtual ~RunObserver() = default;
  virtual void Show(const Progress& progress) = 0;
  /// One sentence: something takes unusually long.
  virtual void Notice(const std::string& sentence) = 0;
  /// Asked often; true: finish the tick and stop.
  virtual bool StopRequested() = 0;
};

/// Where to stop before the calendar does.
struct StopPoint {
  uint32_t after_tick = UINT32_MAX;
  /// After the tick in which this page view is served; the plain loop only.
  std::optional<uint64_t> page;
};

struct RunRequest {
  std::shared_ptr<const market::MarketSpec> spec;
  RunSink* sink = nullptr;          ///< outlives the run
  RunObserver* observer = nullptr;  ///< outlives the run
  std::optional<scenarios::RunState> resume;
  StopPoint until = {};
};

struct RunEnd {
  uint32_t ticks_done = 0;
  bool complete = false;   ///< false: stopped on request; the sink was flushed
  int64_t page_views = 0;  ///< of this process
  std::optional<scenarios::PageStory> story = {};  ///< of until.page
};

/// The plain loop. An Error is the sink's or the scenario's.
market::Result<RunEnd> RunSequentially(const RunRequest& request);

/// The cast of actors on `threads` >= 1 threads.
market::Result<RunEnd> RunWithActors(const RunRequest& request, size_t threads);

}  // namespace souk::actors
