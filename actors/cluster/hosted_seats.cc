#include "actors/cluster/hosted_seats.h"

#include "actors/cluster/placement.h"
#include "actors/desk_actors.h"
#include "agents/bidders_desk.h"

namespace souk::actors {
namespace {

using market::CellId;

constexpr size_t kRowsPerSeat = 2;  // unanswered at the Part

bool IsCell(const HostState& state, uint32_t seat) {
  return seat < state.prepared.spec->cells;
}

bool Overloaded(const HostState& state) {
  return state.unanswered > kRowsPerSeat * state.seats.size();
}

/// Bids of a tick are read once for all cells of the host.
bool ReadOpeningOnce(HostState& state,
                     const std::shared_ptr<const Inputs>& inputs) {
  if (state.opening_of == inputs) return true;
  state.opening_of = inputs;
  return ReadOpening(inputs->common, *state.sizes, *state.bids, state.opening);
}

bool StartTick(HostSelf* self, HostedSeat& seat, const HostedSeat::Task& task) {
  OpenTick order;
  if (!ReadOpeningOnce(self->state, task.inputs) ||
      !ReadLease(task.inputs->own[task.position], *self->state.sizes,
                 order.lease)) {
    return false;
  }
  order.time = self->state.opening.time;
  order.bids = self->state.opening.bids;
  order.lease.contracts.orders = self->state.opening.orders;
  Send(self, seat.cell.platform, std::move(order));
  return true;
}

bool StartPlan(HostSelf* self, HostedSeat& seat, const HostedSeat::Task& task) {
  BudgetNews news;
  std::vector<market::LineShare> shares;
  if (!ReadNews(task.inputs->common, *self->state.sizes, news) ||
      !ReadShares(task.inputs->own[task.position], seat.lines, shares)) {
    return false;
  }
  Send(self, seat.desk,
       PlanBids{news.time, std::move(news.remaining), std::move(shares)});
  return true;
}

bool StartLearning(HostSelf* self, HostedSeat& seat,
                   const HostedSeat::Task& task) {
  BudgetNews news;
  LinesOutcome outcome;
  if (!ReadNews(task.inputs->common, *self->state.sizes, news) ||
      !ReadOutcome(task.inputs->own[task.position], seat.lines, outcome)) {
    return false;
  }
  Send(self, seat.desk,
       LearnOutcome{news.time, std::move(outcome.tallies),
                    std::move(outcome.seen), std::move(news.remaining)});
  return true;
}

/// Starts the next input of a seat, if it is time. False: it makes no sense.
bool StartNext(HostSelf* self, HostedSeat& seat) {
  if (seat.busy || seat.queue.empty() || Overloaded(self->state)) return true;
  const HostedSeat::Task task = std::move(seat.queue.front());
  seat.queue.pop_front();
  seat.busy = true;
  const bool is_cell = seat.cell.platform != nullptr;
  switch (task.inputs->kind) {
    case InputKind::kOpenTick:
      return is_cell && StartTick(self, seat, task);
    case InputKind::kPlanBids:
      return !is_cell && StartPlan(self, seat, task);
    case InputKind::kLearnOutcome:
      return !is_cell && StartLearning(self, seat, task);
  }
  return false;
}

void MustStart(HostSelf* self, HostedSeat& seat) {
  if (!StartNext(self, seat)) {
    Say(self, self->state.lead,
        Failed{"it was sent an input that it cannot read"});
  }
}

void FinishInput(HostSelf* self, uint32_t seat, std::string bytes) {
  HostState& state = self->state;
  const auto found = state.seats.find(seat);
  if (found == state.seats.end()) return;  // released
  Say(self, state.lead, Output{seat, found->second.next, std::move(bytes)});
  ++found->second.next;
  found->second.busy = false;
  MustStart(self, found->second);
}

void RecordRows(HostSelf* self, market::CellReport& report) {
  if (report.pages.empty() && report.awards.empty() && report.bids.empty()) {
    return;
  }
  market::TickRows rows;
  rows.pages = std::move(report.pages);
  rows.awards = std::move(report.awards);
  rows.bids = std::move(report.bids);
  ++self->state.unanswered;
  Send(self, self->state.part, RecordTick{std::move(rows)});
}

/// The seat of the desk that sent the message.
uint32_t SeatOfSender(HostSelf* self) {
  const auto sender = self->current_sender();
  for (const auto& [number, seat] : self->state.seats) {
    if (seat.desk && seat.desk == sender) return number;
  }
  return kNobody;
}

/// One of the two states of a cell. Those of a Save that was given up and of
/// the next one may come in any order; between them nothing has happened.
void KeepCellState(HostSelf* self, uint32_t cell,
                   std::optional<std::string> SavedCell::*part,
                   std::string& bytes) {
  HostState& state = self->state;
  const auto found = state.seats.find(cell);
  if (found == state.seats.end()) return;
  SavedCell& saved = found->second.saved;
  saved.*part = std::move(bytes);
  if (!saved.users || !saved.platform) return;
  Say(self, state.lead,
      SeatSaved{state.save, cell,
                SeatState{0, *std::exchange(saved.users, std::nullopt),
                          *std::exchange(saved.platform, std::nullopt)}},
      Lane::kState);
}

bool AdoptCell(HostSelf* self, const Adopt& order, HostedSeat& seat) {
  const auto& spec = self->state.prepared.spec;
  const CellKernels kernels = {
      std::make_shared<market::Audience>(spec, CellId(order.seat)),
      std::make_shared<market::Exchange>(spec, CellId(order.seat))};
  const bool fits =
      order.state.fresh != 0 ||
      (scenarios::RestoreFrom(order.state.first, *kernels.users) &&
       scenarios::RestoreFrom(order.state.second, *kernels.platform));
  if (!fits) return false;
  seat.cell = SpawnCell(self->system(), order.seat, kernels);
  self->monitor(seat.cell.users);
  self->monitor(seat.cell.platform);
  return true;
}

bool AdoptDesk(HostSelf* self, const Adopt& order, HostedSeat& seat) {
  const market::MarketSpec& spec = *self->state.prepared.spec;
  const size_t desk = order.seat - spec.cells;
  const std::vector<uint32_t>& lines = self->state.welcome.desk_lines;
  if (desk + 1 >= lines.size()) return false;
  seat.lines = {lines[desk], lines[desk + 1]};
  auto made = agents::BiddersDesk::Make(spec, seat.lines);
  if (!made) return false;
  const auto kernel =
      std::make_shared<agents::BiddersDesk>(std::move(made).value());
  if (order.state.fresh == 0 &&
      !scenarios::RestoreFrom(order.state.first, *kernel)) {
    return false;
  }
  seat.desk = self->spawn(BiddersActor, kernel);
  self->monitor(seat.desk);
  return true;
}

}  // namespace

bool AdoptSeat(HostSelf* self, const Adopt& order) {
  HostedSeat seat;
  seat.next = order.next;
  const bool adopted = IsCell(self->state, order.seat)
                           ? AdoptCell(self, order, seat)
                           : AdoptDesk(self, order, seat);
  return adopted &&
         self->state.seats.emplace(order.seat, std::move(seat)).second;
}

void ReleaseSeat(HostSelf* self, uint32_t seat) {
  const auto found = self->state.seats.find(seat);
  if (found == self->state.seats.end()) return;
  const HostedSeat& gone = found->second;
  for (const caf::actor& actor :
       {gone.cell.users, gone.cell.platform, gone.desk}) {
    if (!actor) continue;
    self->demonitor(actor);
    Send(self, actor, Leave{});
  }
  self->state.seats.erase(found);
}

bool QueueInputs(HostSelf* self, std::shared_ptr<const Inputs> inputs) {
  if (inputs->own.size() != inputs->seats.size()) return false;
  for (size_t i = 0; i < inputs->seats.size(); ++i) {
    const auto found = self->state.seats.find(inputs->seats[i]);
    if (found == self->state.seats.end()) return false;
    HostedSeat& seat = found->second;
    const uint64_t expected =
        seat.next + seat.queue.size() + (seat.busy ? 1 : 0);
    if (inputs->number != expected) return false;
    seat.queue.push_back({inputs, i});
    if (!StartNext(self, seat)) return false;
  }
  return true;
}

void SaveSeats(HostSelf* self) {
  for (auto& [number, seat] : self->state.seats) {
    seat.saved = {};
    if (seat.desk) {
      Send(self, seat.desk, SaveState{Part::kBidders, 0});
    } else {
      Send(self, seat.cell.users, SaveCell{});
      Send(self, seat.cell.platform, SaveCell{});
    }
  }
}

void ResumeSeats(HostSelf* self) {
  for (auto& [number, seat] : self->state.seats) MustStart(self, seat);
}

caf::message_handler SeatAnswers(HostSelf* self) {
  return {
      [self](CellClosed& closed) {
        const auto cell = static_cast<uint32_t>(closed.report.cell.index());
        RecordRows(self, closed.report);
        FinishInput(self, cell, WriteReport(closed.report));
      },
      [self](const BidsPlanned& planned) {
        FinishInput(self, SeatOfSender(self), WriteBids(*planned.bids));
      },
      [self](const OutcomeLearnt& learnt) {
        FinishInput(self, SeatOfSender(self), WriteSignals(learnt.signals));
      },
      [self](UsersSaved& saved) {
        KeepCellState(self, saved.cell, &SavedCell::users, saved.bytes);
      },
      [self](PlatformSaved& saved) {
        KeepCellState(self, saved.cell, &SavedCell::platform, saved.bytes);
      },
      [self](StateSaved& saved) {
        Say(self, self->state.lead,
            SeatSaved{self->state.save, SeatOfSender(self),
                      SeatState{0, std::move(saved.bytes), {}}},
            Lane::kState);
      },
  };
}

}  // namespace souk::actors
