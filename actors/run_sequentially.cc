#include "actors/flush_plan.h"
#include "actors/run.h"
#include "scenarios/sequential_run.h"

namespace souk::actors {
namespace {

using market::Result;
using scenarios::SequentialRun;

/// Passes rows on and keeps count for the console.
class CountingSink final : public market::EventSink {
 public:
  explicit CountingSink(const RunRequest& request) : request_(request) {
    progress_.ticks_planned = request.spec->calendar.ticks();
  }
  Result<void> Record(const market::TickRows& rows) override {
    const market::MarketTicked& total = rows.market.front();
    progress_.ticks_done = total.tick + 1;
    progress_.page_views += total.page_views;
    progress_.revenue_micros += total.revenue_micros;
    request_.observer->Show(progress_);
    return request_.sink->Record(rows);
  }

 private:
  const RunRequest& request_;
  Progress progress_;
};

Result<RunEnd> Finish(const RunRequest& request, const SequentialRun& run) {
  const Result<void> finished = run.done()
                                    ? request.sink->Finish(run.next_tick())
                                    : request.sink->Flush(run.State());
  if (!finished) return finished.error();
  return RunEnd{.ticks_done = run.next_tick(), .complete = run.done()};
}

}  // namespace

Result<RunEnd> RunSequentially(const RunRequest& request) {
  auto made = SequentialRun::Make(request.spec);
  if (!made) return made.error();
  SequentialRun& run = **made;
  if (request.resume) {
    const Result<void> restored = run.Restore(*request.resume);
    if (!restored) return restored.error();
  }
  CountingSink counter(request);
  FlushPlan plan(request.spec->recording.flush_ticks);
  const auto story = std::make_shared<std::optional<scenarios::PageStory>>();
  if (request.until.page) {
    Listen(run, *request.spec, *request.until.page, story);
  }
  const auto stop = [&] {
    return run.next_tick() > request.until.after_tick || story->has_value() ||
           request.observer->StopRequested();
  };
  while (!run.done() && !stop()) {
    Result<void> result = run.RunTick(counter);
    if (result && plan.Due() && !run.done()) {
      result = request.sink->Flush(run.State());
    }
    if (!result) return result.error();
  }
  Result<RunEnd> end = Finish(request, run);
  if (end) end->story = *story;
  return end;
}

}  // namespace souk::actors
