// Clock: drives ticks, waits for all cells, reduces their reports in cell
// order, and has the tick recorded. It alone knows where a run stands.
//
// Phases (of one tick, from top to bottom):
//
//   kGranting   GrantLeases  --> Advertisers
//   kPlanning   PlanBids     --> Bidders
//   kTrading    OpenCells    --> Cells; reports go to slot[cell]
//   kSettling   SettleLeases --> Advertisers
//   kLearning   LearnOutcome --> Bidders; then RecordTick --> Recorder
//   kSaving     the run is at its end, but a state is still under way
//   kRecording  the Recorder is behind (two unanswered orders at most)
//   kClosing    CloseParts   --> Cells
//   kFinishing  FinishTrace  --> Recorder
//   kEnded      RunEnded     --> console; Leave ends the whole cast
//
// When a checkpoint is due, SaveState goes to everybody and FlushRows to the
// Recorder between two ticks; the run goes on, and when all states have
// arrived, KeepState goes to the Recorder. One checkpoint at a time.
//
// A failure of the Recorder, or an actor that goes down, leads to kEnded from
// any phase. Silence is reported to the console every 30 seconds
// (StillWaiting) and decides nothing.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "actors/flush_plan.h"
#include "actors/messages.h"
#include "market/market_spec.h"
#include "scenarios/tick_reduction.h"

namespace souk::actors {

enum class Phase : uint8_t {
  kWaiting,
  kGranting,
  kPlanning,
  kTrading,
  kSettling,
  kLearning,
  kSaving,
  kRecording,
  kClosing,
  kFinishing,
  kEnded
};

struct Cast {
  caf::actor advertisers;
  caf::actor bidders;
  caf::actor cells;  ///< Cells
  caf::actor recorder;
  caf::actor console;  ///< gets RunProgressed, StillWaiting, RunEnded
};

struct ClockState {
  static inline const char* name = "clock";
  std::shared_ptr<const market::MarketSpec> spec;
  Cast cast;
  Phase phase = Phase::kWaiting;
  uint32_t tick = 0;  ///< the one under way; between ticks, the next one
  uint32_t last_tick = UINT32_MAX;  ///< asked to stop after it
  bool stopping = false;
  std::optional<FlushPlan> flush_plan;
  uint32_t unanswered = 0;            ///< orders to the Recorder
  std::optional<uint32_t> kept_tick;  ///< next tick of the last KeepState
  uint64_t events = 0;                ///< of progress, for the watchdog

  std::vector<agents::CellLease> leases;
  std::vector<std::optional<market::CellReport>> slots;  ///< by cell
  size_t closed = 0;
  scenarios::TickSums sums;
  std::shared_ptr<scenarios::RunState> saving;  ///< null: none is under way
  TraceParts saving_parts;
  std::set<Part> parts_saved;
};

using ClockSelf = caf::stateful_actor<ClockState>;

/// The ticks of a run, as far as it is asked to go.
struct TickRange {
  uint32_t first = 0;
  uint32_t last = UINT32_MAX;  ///< the run stops after it
};

caf::behavior ClockActor(ClockSelf* self,
                         std::shared_ptr<const market::MarketSpec> spec,
                         Cast cast, TickRange range);

}  // namespace souk::actors
