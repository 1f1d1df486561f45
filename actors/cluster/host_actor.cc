#include "actors/cluster/host_actor.h"

#include "actors/cluster/hosted_seats.h"
#include "actors/cluster/pulse_actor.h"
#include "actors/cluster/reminders.h"

namespace souk::actors {
namespace {

using market::Concat;
using Phase = HostState::Phase;
using Time = std::chrono::steady_clock;

constexpr std::chrono::seconds kGlance{1};
constexpr int kPatience = 4;  // times the lead's own

/// How long it waits for a lead to hear of its failure.
constexpr std::chrono::seconds kFarewell{2};

/// Ends everything that works for the host, and the host.
void End(HostSelf* self, HostEnded end) {
  HostState& state = self->state;
  if (state.phase == Phase::kGone) return;
  if (state.phase == Phase::kFailing) {
    end = {Dismissal::kRefused, state.failure};
  }
  end.tick = state.opening.time.tick;
  state.phase = Phase::kGone;
  self->set_down_handler([](const caf::down_msg&) {});
  while (!state.seats.empty()) ReleaseSeat(self, state.seats.begin()->first);
  if (state.part) Send(self, state.part, Leave{});
  if (state.pulse) Send(self, state.pulse, Leave{});
  Send(self, state.order.owner, std::move(end));
  self->quit();
}

/// It cannot go on. The lead hears why, and answers by dismissing it.
void GiveUp(HostSelf* self, std::string_view reason) {
  HostState& state = self->state;
  if (state.phase == Phase::kFailing || state.phase == Phase::kGone) return;
  state.phase = Phase::kFailing;
  state.failure = reason;
  Say(self, state.lead, Failed{state.failure});
  self->delayed_send(self, kFarewell, Farewell{});
}

void LoadScenario(HostSelf* self) {
  self->state.phase = Phase::kPreparing;
  const caf::actor host = self;
  self->spawn<caf::detached>(
      [host, prepare = self->state.order.prepare,
       welcome = self->state.welcome](caf::event_based_actor* loader) {
        loader->send(host, prepare(welcome));
      });
}

void BeReady(HostSelf* self, Prepared& prepared) {
  HostState& state = self->state;
  if (state.phase != Phase::kPreparing) return;
  state.prepared = std::move(prepared);
  Say(self, state.lead,
      Ready{state.prepared.fingerprint, state.prepared.fault});
  if (!state.prepared.fault.empty()) return;  // it will be dismissed
  state.phase = Phase::kServing;
  state.bids.emplace(state.prepared.spec);
  state.sizes.emplace(*state.prepared.spec);
  // Linked, as the pulse is: neither outlives a host that dies without a word.
  state.part =
      self->spawn<caf::detached + caf::linked>(PartActor, state.prepared.part);
  self->monitor(state.part);
}

/// `bytes` as an order of type Message, or the end of this host.
template <class Message>
std::optional<Message> Order(HostSelf* self, const std::string& bytes) {
  Message message;
  if (Understand(bytes, message)) return message;
  GiveUp(self, "the lead sent a message that makes no sense");
  return std::nullopt;
}

void Obey(HostSelf* self, const std::string& bytes) {
  HostState& state = self->state;
  const bool failing = state.phase == Phase::kFailing;
  if (failing && WordOf(bytes) != Word::kLeave) return;
  const auto refuse = [&] {
    GiveUp(self, "the lead sent an order that does not fit");
  };
  switch (WordOf(bytes)) {
    case Word::kWelcome:
      if (auto welcome = Order<Welcome>(self, bytes)) {
        state.welcome = std::move(*welcome);
        LoadScenario(self);
      }
      break;
    case Word::kAdopt:
      if (const auto adopt = Order<Adopt>(self, bytes)) {
        if (state.phase != Phase::kServing || !AdoptSeat(self, *adopt)) {
          refuse();
        }
      }
      break;
    case Word::kRelease:
      if (const auto release = Order<Release>(self, bytes)) {
        ReleaseSeat(self, release->seat);
      }
      break;
    case Word::kInputs:
      if (auto inputs = Order<Inputs>(self, bytes)) {
        const auto shared = std::make_shared<const Inputs>(std::move(*inputs));
        if (!QueueInputs(self, shared)) refuse();
      }
      break;
    case Word::kSave:
      if (const auto save = Order<Save>(self, bytes)) {
        state.save = save->number;
        Send(self, state.part, FlushPart{save->number});
        SaveSeats(self);
      }
      break;
    case Word::kFinish:
      Send(self, state.part, FinishPart{});
      break;
    case Word::kLeave:
      if (auto dismissal = Order<Dismissal>(self, bytes)) {
        End(self, {dismissal->then, std::move(dismissal->reason)});
      }
      break;
    default:
      refuse();
  }
}

void Listen(HostSelf* self, const Letter& letter) {
  HostState& state = self->state;
  if (state.phase == Phase::kGone) return;
  state.heard = Time::now();
  if (letter.kind == kPulseLetter) return;
  bool good = true;
  const auto message = Hear(self, state.lead, letter, good);
  if (!good) return GiveUp(self, "the lead sent a letter of no known kind");
  if (message) Obey(self, *message);
}

void LookAround(HostSelf* self) {
  HostState& state = self->state;
  const auto silence = Time::now() - state.heard;
  const std::chrono::milliseconds most(
      kPatience * std::max(state.welcome.lost_after_ms, 2500U));
  if (silence > most) {
    return End(self,
               {Dismissal::kJoinAgain, Concat("no word from the lead for ",
                                              most.count() / 1000, " s")});
  }
  self->delayed_send(self, kGlance, Glance{});
}

void SomebodyIsGone(HostSelf* self, const caf::down_msg& down) {
  if (down.source == self->state.lead.peer) {
    return End(self, {Dismissal::kJoinAgain, "the lead is gone"});
  }
  GiveUp(self, Concat("an actor ended before the run did: ",
                      self->system().render(down.reason)));
}

caf::message_handler PartAnswers(HostSelf* self) {
  return {
      [self](const TickRecorded&) {
        --self->state.unanswered;
        ResumeSeats(self);
      },
      [self](const PartDurable& durable) {
        Say(self, self->state.lead, PartFlushed{durable.number, durable.rows});
      },
      [self](const PartComplete&) {
        Say(self, self->state.lead, PartFinished{});
      },
      [self](const RecordingFailed& failed) { GiveUp(self, failed.reason); },
  };
}

}  // namespace

caf::behavior HostActor(HostSelf* self, HostOrder order) {
  HostState& state = self->state;
  state.phase = Phase::kGreeting;
  state.lead.peer = order.lead;
  state.order = std::move(order);
  state.heard = Time::now();
  self->set_down_handler(
      [self](const caf::down_msg& down) { SomebodyIsGone(self, down); });
  self->set_exit_handler([self](const caf::exit_msg& exit) {
    if (exit.reason == caf::exit_reason::normal) return;
    GiveUp(self,
           Concat("it was told to end: ", self->system().render(exit.reason)));
  });
  self->monitor(state.lead.peer);
  state.pulse = self->spawn<caf::detached + caf::linked>(
      PulseActor,
      PulseOrder{self->address(), state.lead.peer, state.order.measure});
  Say(self, state.lead, state.order.hello);
  self->delayed_send(self, kGlance, Glance{});
  const caf::message_handler own = {
      [self](const Letter& letter) { Listen(self, letter); },
      [self](Prepared& prepared) { BeReady(self, prepared); },
      [self](const Glance&) { LookAround(self); },
      [self](const Farewell&) { End(self, {}); },
      [self](const Leave&) { GiveUp(self, "it was told to leave"); },
  };
  return own.or_else(SeatAnswers(self)).or_else(PartAnswers(self));
}

}  // namespace souk::actors
