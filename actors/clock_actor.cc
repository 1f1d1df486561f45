#include "actors/clock_actor.h"

#include <utility>

#include "actors/send.h"

namespace souk::actors {
namespace {

using market::Concat;

constexpr uint32_t kRecorderWindow = 2;
constexpr std::chrono::seconds kPatience{30};

struct Watch {
  uint64_t events = 0;
};

}  // namespace
}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Watch)

namespace souk::actors {
namespace {

market::TickTime Now(const ClockState& state) {
  return state.spec->calendar.At(state.tick);
}

/// Whether a message of `phase` still matters. After the end of a run late
/// answers do not; anything else out of turn is a broken protocol.
bool InTurn(const ClockState& state, Phase phase) {
  if (state.phase == Phase::kEnded) return false;
  SOUK_CHECK(state.phase == phase, "tick ", state.tick, ": a message of phase ",
             static_cast<int>(phase), " in phase ",
             static_cast<int>(state.phase));
  return true;
}

void Enter(ClockState& state, Phase phase) {
  state.phase = phase;
  ++state.events;
}

void End(ClockSelf* self, std::string failure) {
  ClockState& state = self->state;
  if (state.phase == Phase::kEnded) return;
  Enter(state, Phase::kEnded);
  Send(self, state.cast.console, RunEnded{state.tick, std::move(failure), 0});
}

template <class Order>
void OrderRecorder(ClockSelf* self, Order order) {
  ++self->state.unanswered;
  Send(self, self->state.cast.recorder, std::move(order));
}

void StartTick(ClockSelf* self) {
  Enter(self->state, Phase::kGranting);
  Send(self, self->state.cast.advertisers, GrantLeases{Now(self->state)});
}

void StartTrading(ClockSelf* self,
                  const std::shared_ptr<const market::BidSheet>& bids) {
  ClockState& state = self->state;
  Enter(state, Phase::kTrading);
  state.slots.assign(state.spec->cells, std::nullopt);
  state.closed = 0;
  Send(self, state.cast.cells,
       OpenCells{Now(state), std::move(state.leases), bids});
}

std::vector<market::LineTally> ForPlanners(const ClockState& state) {
  if (!agents::HasPlanners(*state.spec)) return {};
  return state.sums.tallies;
}

void CloseCell(ClockSelf* self, market::CellReport report) {
  ClockState& state = self->state;
  if (!InTurn(state, Phase::kTrading)) return;
  SOUK_CHECK(report.tick == state.tick, "report of tick ", report.tick,
             " in tick ", state.tick);
  auto& slot = state.slots[report.cell.index()];
  if (slot) return;  // a duplicate changes nothing
  slot = std::move(report);
  ++state.events;
  if (++state.closed < state.slots.size()) return;
  std::vector<market::CellReport> reports;
  for (auto& filled : state.slots) reports.push_back(std::move(*filled));
  state.sums = scenarios::ReduceReports(*state.spec, std::move(reports));
  if (!state.sums.fault.empty()) return End(self, state.sums.fault);
  Enter(state, Phase::kSettling);
  Send(self, state.cast.advertisers,
       SettleLeases{Now(state), std::move(state.sums.spent),
                    std::move(state.sums.contracts), ForPlanners(state)});
}

/// Begins a checkpoint. Orders keep their sequence, so that everybody saves
/// the state between these two ticks whenever it is that they come to it.
void SaveEverybody(ClockSelf* self) {
  ClockState& state = self->state;
  state.saving = std::make_shared<scenarios::RunState>();
  state.saving->next_tick = state.tick;
  state.parts_saved.clear();
  OrderRecorder(self, FlushRows{state.tick});
  Send(self, state.cast.advertisers, SaveState{Part::kAdvertisers, state.tick});
  Send(self, state.cast.bidders, SaveState{Part::kBidders, state.tick});
  Send(self, state.cast.cells, SaveState{Part::kCells, state.tick});
}

/// Between two ticks: waits for the Recorder, ends, or goes on.
void GoOn(ClockSelf* self) {
  ClockState& state = self->state;
  const bool last = state.tick == state.spec->calendar.ticks();
  if (state.tick > state.last_tick) state.stopping = true;
  const uint32_t window = last || state.stopping ? 1 : kRecorderWindow;
  if (last && state.saving) {
    Enter(state, Phase::kSaving);
  } else if (state.stopping && !last && state.kept_tick != state.tick) {
    Enter(state, Phase::kSaving);
    if (!state.saving) SaveEverybody(self);
  } else if (state.unanswered >= window) {
    Enter(state, Phase::kRecording);
  } else if (last) {
    Enter(state, Phase::kClosing);
    Send(self, state.cast.cells, CloseParts{});
  } else if (state.stopping) {
    End(self, "");
  } else {
    StartTick(self);
  }
}

void CompleteTick(ClockSelf* self, std::vector<market::SignalTicked> signals) {
  ClockState& state = self->state;
  state.sums.rows.signals = std::move(signals);
  const market::MarketTicked& total = state.sums.rows.market.front();
  RunProgressed progress{state.tick + 1, total.page_views,
                         total.revenue_micros};
  OrderRecorder(self, RecordTick{std::move(state.sums.rows)});
  Send(self, state.cast.console, progress);
  ++state.tick;
  const bool last = state.tick == state.spec->calendar.ticks();
  if (!last && !state.saving && state.flush_plan->Due()) SaveEverybody(self);
  GoOn(self);
}

void KeepPart(ClockSelf* self, StateSaved& part) {
  ClockState& state = self->state;
  if (state.phase == Phase::kEnded) return;
  // Of a checkpoint that was lost, parts may still come.
  if (!state.saving || state.saving->next_tick != part.next_tick) return;
  switch (part.part) {
    case Part::kAdvertisers:
      state.saving->advertisers = std::move(part.bytes);
      break;
    case Part::kBidders:
      state.saving->bidders = std::move(part.bytes);
      break;
    case Part::kCells:
      state.saving->cells = std::move(part.cells);
      state.saving_parts = std::move(part.parts);
      break;
  }
  ++state.events;
  state.parts_saved.insert(part.part);
  if (state.parts_saved.size() < 3) return;
  state.kept_tick = state.saving->next_tick;
  OrderRecorder(
      self, KeepState{std::move(state.saving), std::move(state.saving_parts)});
  state.saving = nullptr;
  if (state.phase == Phase::kSaving) GoOn(self);
}

/// A node that is lost takes a checkpoint with it.
void ForgetState(ClockSelf* self, const StateLost& lost) {
  ClockState& state = self->state;
  if (!state.saving || state.saving->next_tick != lost.next_tick) return;
  state.saving = nullptr;
  if (state.phase == Phase::kSaving) GoOn(self);
}

void FinishRecording(ClockSelf* self, PartsClosed& closed) {
  if (!InTurn(self->state, Phase::kClosing)) return;
  Enter(self->state, Phase::kFinishing);
  OrderRecorder(self, FinishTrace{self->state.tick, std::move(closed.parts)});
}

/// The Recorder has answered one order.
void RecorderAnswered(ClockSelf* self) {
  --self->state.unanswered;
  ++self->state.events;
  if (self->state.phase == Phase::kRecording) GoOn(self);
}

std::string WhatIsMissing(const ClockState& state) {
  switch (state.phase) {
    case Phase::kTrading: {
      std::string cells;
      for (size_t cell = 0; cell < state.slots.size(); ++cell) {
        if (!state.slots[cell]) cells += Concat(" ", cell);
      }
      return "the cells" + cells;
    }
    case Phase::kGranting:
    case Phase::kSettling:
      return "the advertisers";
    case Phase::kPlanning:
    case Phase::kLearning:
      return "the bidders";
    case Phase::kSaving:
      return "states to be saved";
    case Phase::kClosing:
      return "nodes to complete their parts of the trace";
    default:
      return "the recorder";
  }
}

void LookAround(ClockSelf* self, const Watch& watch) {
  ClockState& state = self->state;
  if (state.phase == Phase::kEnded) return;
  if (watch.events == state.events && state.phase != Phase::kWaiting) {
    Send(self, state.cast.console,
         StillWaiting{Concat("tick ", state.tick, ": waiting for ",
                             WhatIsMissing(state), " for more than ",
                             kPatience.count(), " s")});
  }
  self->delayed_send(self, kPatience, Watch{state.events});
}

void DismissCast(ClockSelf* self) {
  const Cast& cast = self->state.cast;
  Enter(self->state, Phase::kEnded);
  Send(self, cast.cells, Leave{});
  Send(self, cast.advertisers, Leave{});
  Send(self, cast.bidders, Leave{});
  Send(self, cast.recorder, Leave{});
  self->quit();
}

void WatchCast(ClockSelf* self) {
  self->set_down_handler([self](const caf::down_msg& down) {
    End(self, Concat("an actor ended before the run did: ",
                     self->system().render(down.reason)));
  });
  const Cast& cast = self->state.cast;
  self->monitor(cast.cells);
  self->monitor(cast.advertisers);
  self->monitor(cast.bidders);
  self->monitor(cast.recorder);
}

caf::message_handler DeskAnswers(ClockSelf* self) {
  return {
      [self](LeasesGranted& granted) {
        if (!InTurn(self->state, Phase::kGranting)) return;
        self->state.leases = std::move(granted.leases);
        Enter(self->state, Phase::kPlanning);
        Send(self, self->state.cast.bidders,
             PlanBids{Now(self->state), std::move(granted.remaining),
                      std::move(granted.shares)});
      },
      [self](const BidsPlanned& planned) {
        if (!InTurn(self->state, Phase::kPlanning)) return;
        StartTrading(self, planned.bids);
      },
      [self](LeasesSettled& settled) {
        ClockState& state = self->state;
        if (!InTurn(state, Phase::kSettling)) return;
        scenarios::AddAccounts(std::move(settled.accounts), state.sums.rows);
        scenarios::AddContracts(std::move(settled.contracts), state.sums.rows);
        Enter(state, Phase::kLearning);
        Send(self, state.cast.bidders,
             LearnOutcome{Now(state), std::move(state.sums.tallies),
                          std::move(state.sums.seen),
                          std::move(settled.remaining)});
      },
      [self](OutcomeLearnt& learnt) {
        if (!InTurn(self->state, Phase::kLearning)) return;
        CompleteTick(self, std::move(learnt.signals));
      },
  };
}

caf::message_handler RecorderAnswers(ClockSelf* self) {
  return {
      [self](const TickRecorded&) { RecorderAnswered(self); },
      [self](const RowsFlushed&) { RecorderAnswered(self); },
      [self](const StateKept&) { RecorderAnswered(self); },
      [self](const TraceFinished&) { End(self, ""); },
      [self](const RecordingFailed& failed) { End(self, failed.reason); },
  };
}

caf::message_handler Orders(ClockSelf* self) {
  return {
      [self](const StartRun&) {
        if (!InTurn(self->state, Phase::kWaiting)) return;
        self->delayed_send(self, kPatience, Watch{self->state.events});
        GoOn(self);
      },
      [self](CellClosed& closed) { CloseCell(self, std::move(closed.report)); },
      [self](StateSaved& part) { KeepPart(self, part); },
      [self](const StateLost& lost) { ForgetState(self, lost); },
      [self](PartsClosed& closed) { FinishRecording(self, closed); },
      [self](const NobodyLeft& news) { End(self, news.reason); },
      [self](const StopAfterTick&) { self->state.stopping = true; },
      [self](const Watch& watch) { LookAround(self, watch); },
      [self](const Leave&) { DismissCast(self); },
  };
}

}  // namespace

caf::behavior ClockActor(ClockSelf* self,
                         std::shared_ptr<const market::MarketSpec> spec,
                         Cast cast, TickRange range) {
  ClockState& state = self->state;
  state.flush_plan.emplace(spec->recording.flush_ticks);
  state.spec = std::move(spec);
  state.cast = std::move(cast);
  state.tick = range.first;
  state.last_tick = range.last;
  WatchCast(self);
  return Orders(self).or_else(DeskAnswers(self)).or_else(RecorderAnswers(self));
}

}  // namespace souk::actors
