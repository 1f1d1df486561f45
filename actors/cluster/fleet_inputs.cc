#include <algorithm>

#include "actors/cluster/fleet_work.h"

namespace souk::actors {
namespace {

using market::Concat;

/// The inputs of one kind for seats [first, first + own.size()), one message
/// for each member that carries some of them.
void SendToAll(FleetSelf* self, SeatInput prototype, uint32_t first,
               std::vector<std::string> own) {
  FleetState& state = self->state;
  std::vector<Inputs> messages(state.members.size());
  for (size_t i = 0; i < own.size(); ++i) {
    const auto seat = first + static_cast<uint32_t>(i);
    Inputs& message = messages[state.book->carrier(seat)];
    message.seats.push_back(seat);
    message.own.push_back(own[i]);
    SeatInput input = prototype;
    input.own = std::move(own[i]);
    message.number = state.book->Append(seat, std::move(input));
  }
  for (size_t member = 0; member < messages.size(); ++member) {
    Inputs& message = messages[member];
    if (message.seats.empty()) continue;
    message.kind = prototype.kind;
    message.common = *prototype.common;
    Say(self, state.members[member].line, std::move(message));
  }
}

std::shared_ptr<const std::string> Shared(std::string bytes) {
  return std::make_shared<const std::string>(std::move(bytes));
}

uint32_t Cells(const FleetState& state) { return state.order.spec->cells; }
size_t Desks(const FleetState& state) {
  return state.book->size() - Cells(state);
}

agents::LineRange LinesOf(const FleetState& state, size_t desk) {
  const std::vector<uint32_t>& lines = state.order.desk_lines;
  return {lines[desk], lines[desk + 1]};
}

bool ReadAnswer(FleetState& state, const Output& output, InputKind kind,
                DeskAnswer& answer) {
  const auto lines = LinesOf(state, output.seat - Cells(state));
  if (kind == InputKind::kLearnOutcome) {
    return ReadSignals(output.bytes, lines, answer.signals) &&
           std::ranges::all_of(answer.signals, [&](const auto& row) {
             return row.tick == state.tick;
           });
  }
  BidsOfDesk part{lines, {}};
  if (!ReadBids(output.bytes, *state.bids, part)) return false;
  answer.bids = std::move(part.bids);
  return true;
}

void HandBidsOver(FleetSelf* self) {
  auto sheet = std::make_shared<market::BidSheet>();
  for (const auto& answer : self->state.desk_answers) {
    sheet->insert(sheet->end(), answer->bids.begin(), answer->bids.end());
  }
  Send(self, self->state.clock, BidsPlanned{std::move(sheet)});
}

void HandSignalsOver(FleetSelf* self) {
  OutcomeLearnt learnt;
  for (const auto& answer : self->state.desk_answers) {
    learnt.signals.insert(learnt.signals.end(), answer->signals.begin(),
                          answer->signals.end());
  }
  Send(self, self->state.clock, std::move(learnt));
}

bool TakeDeskAnswer(FleetSelf* self, const Output& output, InputKind kind) {
  FleetState& state = self->state;
  DeskAnswer answer;
  if (!ReadAnswer(state, output, kind, answer)) return false;
  state.desk_answers.resize(Desks(state));
  state.desk_answers[output.seat - Cells(state)] = std::move(answer);
  const bool complete = std::ranges::all_of(
      state.desk_answers, [](const auto& one) { return one.has_value(); });
  if (!complete) return true;
  kind == InputKind::kPlanBids ? HandBidsOver(self) : HandSignalsOver(self);
  state.desk_answers.clear();
  return true;
}

bool TakeReport(FleetSelf* self, const Output& output) {
  CellClosed closed;
  if (!ReadReport(output.bytes, *self->state.sizes, closed.report) ||
      closed.report.cell.index() != output.seat ||
      closed.report.tick != self->state.tick) {
    return false;
  }
  Send(self, self->state.clock, std::move(closed));
  return true;
}

}  // namespace

void SendInputs(FleetSelf* self, const OpenCells& order) {
  std::vector<std::string> leases;
  for (const agents::CellLease& lease : order.leases) {
    leases.push_back(WriteLease(lease));
  }
  SendToAll(self,
            {InputKind::kOpenTick,
             Shared(WriteOpening({order.time, order.bids,
                                  order.leases.front().contracts.orders})),
             {}},
            0, std::move(leases));
}

void SendInputs(FleetSelf* self, const PlanBids& order) {
  std::vector<std::string> own;
  for (size_t desk = 0; desk < Desks(self->state); ++desk) {
    const auto [first, last] = LinesOf(self->state, desk);
    std::vector<market::LineShare> part;
    if (!order.shares.empty()) {
      part.assign(order.shares.begin() + first, order.shares.begin() + last);
    }
    own.push_back(WriteShares(part));
  }
  SendToAll(self,
            {InputKind::kPlanBids,
             Shared(WriteNews({order.time, order.remaining})),
             {}},
            Cells(self->state), std::move(own));
}

void SendInputs(FleetSelf* self, const LearnOutcome& order) {
  std::vector<std::string> own;
  for (size_t desk = 0; desk < Desks(self->state); ++desk) {
    const auto [first, last] = LinesOf(self->state, desk);
    LinesOutcome part;
    part.tallies.assign(order.tallies.begin() + first,
                        order.tallies.begin() + last);
    if (!order.seen.empty()) {
      part.seen.assign(order.seen.begin() + first, order.seen.begin() + last);
    }
    own.push_back(WriteOutcome(part));
  }
  SendToAll(self,
            {InputKind::kLearnOutcome,
             Shared(WriteNews({order.time, order.remaining})),
             {}},
            Cells(self->state), std::move(own));
}

// Seats of one sort have the same inputs in common; cells and desks do not.
void Replay(FleetSelf* self, size_t member,
            const std::vector<uint32_t>& seats) {
  FleetState& state = self->state;
  const auto replay = [&](auto belongs) {
    std::vector<uint32_t> group;
    std::ranges::copy_if(seats, std::back_inserter(group), belongs);
    if (group.empty()) return;
    const size_t count = state.book->inputs(group.front()).size();
    for (size_t i = 0; i < count; ++i) {
      const SeatInput& one = state.book->inputs(group.front())[i];
      Inputs message{one.kind,
                     state.book->first_number(group.front()) + i,
                     *one.common,
                     group,
                     {}};
      for (const uint32_t seat : group) {
        message.own.push_back(state.book->inputs(seat)[i].own);
      }
      Say(self, state.members[member].line, std::move(message));
    }
  };
  replay([&](uint32_t seat) { return seat < Cells(state); });
  replay([&](uint32_t seat) { return seat >= Cells(state); });
}

// An answer counts only if it makes sense: otherwise whoever carries the seat
// next could not give it any more.
bool TakeOutput(FleetSelf* self, const Output& output) {
  FleetState& state = self->state;
  const uint64_t first = state.book->first_number(output.seat);
  const auto& inputs = state.book->inputs(output.seat);
  if (output.number < first || output.number >= first + inputs.size()) {
    return false;
  }
  if (state.book->Awaits(output.seat, output.number)) {
    const InputKind kind = inputs[output.number - first].kind;
    const bool good = kind == InputKind::kOpenTick
                          ? TakeReport(self, output)
                          : TakeDeskAnswer(self, output, kind);
    if (!good) return false;
  }
  state.book->Answer(output.seat, output.number);
  if (!state.recoveries.empty()) WatchRecovery(self);
  if (state.book->quiet()) Proceed(self);
  return true;
}

}  // namespace souk::actors
