#include "actors/cluster/fleet_actor.h"

#include "actors/cluster/fleet_work.h"
#include "actors/cluster/pulse_actor.h"
#include "actors/cluster/reminders.h"

namespace souk::actors {
namespace {

using Time = std::chrono::steady_clock;

/// Inputs since the checkpoint take at most about this much memory.
constexpr size_t kMostLogBytes = size_t{256} << 20;

/// How long nodes may take to leave when the run is over.
constexpr std::chrono::seconds kFarewell{3};

/// Whether the first order of a tick may be taken: seats that are to move
/// have moved.
bool SeatsAreInPlace(FleetSelf* self) {
  FleetState& state = self->state;
  if (state.save && state.save->move) return false;
  if (!state.book->quiet() || state.save) return !state.move_wanted;
  if (state.move_wanted) {
    BeginSave(self, {{}, true, false});
    return false;
  }
  if (state.book->log_bytes() > kMostLogBytes) BeginSave(self, {});
  return true;
}

bool Take(FleetSelf* self, const OpenCells& order) {
  const bool first = self->state.order.desk_lines.empty();
  if (first && !SeatsAreInPlace(self)) return false;
  self->state.tick = order.time.tick;
  SendInputs(self, order);
  return true;
}

bool Take(FleetSelf* self, const PlanBids& order) {
  if (!SeatsAreInPlace(self)) return false;
  SendInputs(self, order);
  return true;
}

bool Take(FleetSelf* self, const LearnOutcome& order) {
  SendInputs(self, order);
  return true;
}

bool Take(FleetSelf* self, const SaveState& order) {
  FleetState& state = self->state;
  if (order.part == Part::kBidders) {
    state.bidders_wanted = true;
    return true;
  }
  if (!state.book->quiet() || state.save) return false;
  BeginSave(self, {order.next_tick, false, false});
  return true;
}

bool Take(FleetSelf* self, const CloseParts&) {
  if (!self->state.book->quiet() || self->state.save) return false;
  BeginSave(self, {{}, false, true});
  return true;
}

template <class Order>
void TakeOrder(FleetSelf* self, Order order) {
  FleetState& state = self->state;
  state.clock = caf::actor_cast<caf::actor>(self->current_sender());
  state.orders.push_back(std::move(order));
  Proceed(self);
}

/// One message of a member; false: it makes no sense.
bool Heed(FleetSelf* self, size_t member, const std::string& bytes) {
  FleetState& state = self->state;
  switch (WordOf(bytes)) {
    case Word::kReady: {
      Ready ready;
      if (!Understand(bytes, ready)) return false;
      Admit(self, member, ready);
      return true;
    }
    case Word::kOutput: {
      Output output;
      if (!Understand(bytes, output) || output.seat >= state.book->size()) {
        return false;
      }
      if (state.book->carrier(output.seat) != member) return true;  // it moved
      return TakeOutput(self, output);
    }
    case Word::kSeatSaved: {
      SeatSaved saved;
      if (!Understand(bytes, saved) || saved.seat >= state.book->size()) {
        return false;
      }
      TakeSaved(self, saved);
      return true;
    }
    case Word::kPartFlushed: {
      PartFlushed flushed;
      if (!Understand(bytes, flushed)) return false;
      return TakeFlushed(self, member, flushed);
    }
    case Word::kPartFinished:
      TakeFinished(self, member);
      return true;
    case Word::kFailed: {
      Failed failed;
      if (!Understand(bytes, failed)) return false;
      Lose(self, member, failed.reason);
      return true;
    }
    default:
      return false;
  }
}

void Listen(FleetSelf* self, const Letter& letter) {
  FleetState& state = self->state;
  const auto sender = caf::actor_cast<caf::actor_addr>(self->current_sender());
  const auto found = state.living.find(sender);
  if (found == state.living.end()) {
    // A hello fits into one letter. Whoever else writes is not listened to: a
    // node that was lost has been told so.
    Hello hello;
    if (letter.kind == Courier::kChunk && !letter.bytes.empty() &&
        Understand(std::string_view(letter.bytes).substr(1), hello)) {
      Greet(self, std::move(hello));
    }
    return;
  }
  if (state.leaving && letter.kind == kPulseLetter) return;
  const size_t index = found->second;
  Member& member = state.members[index];
  member.heard = Time::now();
  if (letter.kind == kPulseLetter) {
    wire::Reading io{market::ArchiveReader(letter.bytes)};
    member.pulse.Visit(io);
    return;
  }
  bool good = true;
  const auto message = Hear(self, member.line, letter, good);
  if (!good || (message && !Heed(self, index, *message))) {
    Lose(self, index, "it sent a message that makes no sense");
  }
}

void LookAround(FleetSelf* self) {
  if (self->state.leaving) return;
  LoseTheSilent(self);
  for (Member& member : self->state.members) {
    if (member.state != Member::State::kLost) {
      Send(self, member.line.peer, PulseLetter({}));
    }
  }
  if (!self->state.started) TellWhoIsMissing(self);
  ShowStatus(self);
  self->delayed_send(self, kPulsePause, Glance{});
}

void SomebodyIsGone(FleetSelf* self, const caf::down_msg& down) {
  FleetState& state = self->state;
  const auto found = state.living.find(down.source);
  if (found == state.living.end()) return;
  if (!state.leaving) {
    return Lose(self, found->second, "its connection is closed");
  }
  state.living.erase(found);
  if (state.living.empty()) self->quit();
}

/// Nodes are told that the run is over, and leave first.
void Dissolve(FleetSelf* self) {
  FleetState& state = self->state;
  if (state.leaving) return;
  state.leaving = true;
  for (Member& member : state.members) {
    if (member.state != Member::State::kLost) {
      Say(self, member.line,
          Dismissal{Dismissal::kRunIsOver, "the run is over"});
    }
  }
  if (state.living.empty()) return self->quit();
  self->delayed_send(self, kFarewell, Farewell{});
}

}  // namespace

std::string Member::title() const {
  return own ? hello.name : market::Concat(hello.name, " on ", hello.host);
}

void Announce(FleetSelf* self, const std::string& who,
              const std::string& sentence) {
  Send(self, self->state.order.console,
       NewsFromNodes{market::Concat("[", who, "] [tick ", self->state.tick,
                                    "] ", sentence)});
}

void Proceed(FleetSelf* self) {
  FleetState& state = self->state;
  while (state.started && !state.orders.empty()) {
    const bool taken =
        std::visit([self](const auto& order) { return Take(self, order); },
                   state.orders.front());
    if (!taken) return;
    state.orders.pop_front();
  }
}

caf::behavior FleetActor(FleetSelf* self, FleetOrder order) {
  FleetState& state = self->state;
  state.book.emplace(std::move(order.states));
  state.order = std::move(order);
  state.bids.emplace(state.order.spec);
  state.looked = state.told = Time::now();
  state.sizes.emplace(*state.order.spec);
  self->set_down_handler(
      [self](const caf::down_msg& down) { SomebodyIsGone(self, down); });
  self->delayed_send(self, kPulsePause, Glance{});
  return {
      [self](const Letter& letter) { Listen(self, letter); },
      [self](OpenCells& taken) { TakeOrder(self, std::move(taken)); },
      [self](PlanBids& taken) { TakeOrder(self, std::move(taken)); },
      [self](LearnOutcome& taken) { TakeOrder(self, std::move(taken)); },
      [self](const SaveState& taken) { TakeOrder(self, taken); },
      [self](const CloseParts& taken) { TakeOrder(self, taken); },
      [self](const Glance&) { LookAround(self); },
      [](const HostEnded&) {},  // of this process; its letter came before
      [self](const Leave&) { Dissolve(self); },
      [self](const Farewell&) { self->quit(); },
  };
}

}  // namespace souk::actors
