#include <algorithm>

#include "actors/cluster/fleet_work.h"
#include "actors/cluster/pulse_actor.h"

namespace souk::actors {
namespace {

using market::Concat;
using State = Member::State;
using Time = std::chrono::steady_clock;

double Seconds(Time::duration time) {
  return std::chrono::duration<double>(time).count();
}

/// "0.25", for people.
std::string Rounded(double seconds) {
  const auto hundredths = static_cast<int64_t>(seconds * 100 + 0.5);
  return Concat(hundredths / 100, ".", hundredths / 10 % 10, hundredths % 10);
}

size_t ServingNodes(const FleetState& state) {
  return static_cast<size_t>(
      std::ranges::count_if(state.members, [](const Member& member) {
        return member.state == State::kServing && !member.own;
      }));
}

/// Where seats would be if none had to stay.
std::vector<uint32_t> BetterPlaces(const FleetState& state) {
  return PlaceAll(state.book->carriers(), state.order.spec->cells,
                  CoresOffered(state));
}

void Dismiss(FleetSelf* self, Member& member, Dismissal dismissal) {
  Say(self, member.line, std::move(dismissal));
  self->state.living.erase(member.line.peer.address());
  self->demonitor(member.line.peer);
}

/// Gives seats that nobody carries to members, from the newest checkpoint.
std::vector<uint32_t> RestoreOrphans(FleetSelf* self) {
  FleetState& state = self->state;
  const std::vector<uint32_t> before = state.book->carriers();
  const std::vector<uint32_t> after = PlaceOrphans(before, CoresOffered(state));
  std::vector<uint32_t> restored;
  for (size_t member = 0; member < state.members.size(); ++member) {
    std::vector<uint32_t> seats;
    for (uint32_t seat = 0; seat < after.size(); ++seat) {
      if (before[seat] != kNobody || after[seat] != member) continue;
      state.book->Place(seat, after[seat]);
      Say(self, state.members[member].line, state.book->Restore(seat));
      seats.push_back(seat);
    }
    if (seats.empty()) continue;
    Replay(self, member, seats);
    state.members[member].restored += static_cast<uint32_t>(seats.size());
    restored.insert(restored.end(), seats.begin(), seats.end());
  }
  return restored;
}

/// "1 seat", "2 seats"
std::string Seats(size_t count) {
  return Concat(count, count == 1 ? " seat" : " seats");
}

void AnnounceMove(FleetSelf* self, const Member& member, size_t seats) {
  Announce(self, member.hello.name,
           Concat(member.title(), " takes over ", Seats(seats)));
}

/// What was waited for with the lost node is done without it.
void GoOnWithout(FleetSelf* self, size_t member, const std::string& reason) {
  FleetState& state = self->state;
  if (state.closing) return TakeFinished(self, member);
  if (state.save) AbandonSave(self);
  const auto seats_of_it = static_cast<uint32_t>(member);
  const Time::time_point now = Time::now();
  for (size_t seat = 0; seat < state.book->size(); ++seat) {
    if (state.book->carrier(seat) == seats_of_it) {
      state.book->Place(seat, kNobody);
    }
  }
  if (!state.started) return;
  if (std::ranges::all_of(CoresOffered(state),
                          [](uint32_t cores) { return cores == 0; })) {
    Send(self, state.clock,
         NobodyLeft{Concat("nobody is left to carry the cells; the last was ",
                           state.members[member].title(), ": ", reason)});
    return;
  }
  Recovery recovery{now, state.members[member].title(), RestoreOrphans(self)};
  if (!recovery.seats.empty()) {
    state.recoveries.push_back(std::move(recovery));
    WatchRecovery(self);
  }
  Proceed(self);
}

}  // namespace

std::vector<uint32_t> CoresOffered(const FleetState& state) {
  std::vector<uint32_t> cores;
  bool any = false;
  for (const Member& member : state.members) {
    const bool serves = member.state == State::kServing;
    cores.push_back(serves ? member.hello.threads : 0);
    any = any || cores.back() > 0;
  }
  if (any) return cores;
  // Nobody is left: the lead carries the seats itself.
  for (size_t i = 0; i < cores.size(); ++i) {
    const Member& member = state.members[i];
    if (member.own && member.state == State::kServing) cores[i] = 1;
  }
  return cores;
}

void Greet(FleetSelf* self, Hello hello) {
  FleetState& state = self->state;
  const FleetOrder& order = state.order;
  Member member;
  member.number =
      order.first_number + static_cast<uint32_t>(state.members.size());
  member.line.peer = caf::actor_cast<caf::actor>(self->current_sender());
  member.hello = std::move(hello);
  member.own = member.hello.is_lead != 0;
  member.part.path =
      results::TracePaths(order.trace).relative_part(member.number);
  member.part.host = member.hello.host;
  member.heard = Time::now();
  self->monitor(member.line.peer);
  state.living.emplace(member.line.peer.address(), state.members.size());
  state.members.push_back(std::move(member));
  Member& added = state.members.back();
  // The hello itself was one chunk.
  Send(self, added.line.peer, Letter{Courier::kTaken, {}});
  Say(self, added.line,
      Welcome{added.number, order.scenario_text,
              static_cast<uint8_t>(order.spec->audit ? 1 : 0), order.trace,
              static_cast<uint32_t>(order.lost_after.count()),
              order.desk_lines});
}

void Admit(FleetSelf* self, size_t index, const Ready& ready) {
  FleetState& state = self->state;
  Member& member = state.members[index];
  if (member.state != State::kGreeted) return;
  std::string fault = ready.fault;
  if (fault.empty() && ready.fingerprint != state.order.fingerprint) {
    fault =
        "it makes another market of the same scenario; are the files that "
        "the scenario names the same there?";
  }
  if (!fault.empty()) {
    Announce(self, member.hello.name,
             Concat(member.title(), " is refused: ", fault));
    member.state = State::kLost;
    Dismiss(self, member, {Dismissal::kRefused, fault});
    return;
  }
  member.state = State::kServing;
  member.has_flushed = true;  // of a checkpoint under way
  if (!member.own) {
    Announce(self, member.hello.name,
             Concat(member.title(), " has joined with ", member.hello.threads,
                    " thread", member.hello.threads == 1 ? "" : "s"));
  }
  if (!state.started) return StartIfComplete(self);
  state.move_wanted = BetterPlaces(state) != state.book->carriers();
}

void StartIfComplete(FleetSelf* self) {
  FleetState& state = self->state;
  const bool lead_is_ready =
      std::ranges::any_of(state.members, [](const Member& member) {
        return member.own && member.state == State::kServing;
      });
  if (!lead_is_ready || ServingNodes(state) < state.order.nodes_wanted) return;
  state.started = true;
  MoveSeats(self);
  Proceed(self);
}

void TellWhoIsMissing(FleetSelf* self) {
  constexpr std::chrono::seconds kPause{10};
  FleetState& state = self->state;
  if (state.looked - state.told < kPause) return;
  state.told = state.looked;
  Announce(self, "lead",
           Concat("waiting: ", ServingNodes(state), " of ",
                  state.order.nodes_wanted, " nodes have joined"));
}

void MoveSeats(FleetSelf* self) {
  FleetState& state = self->state;
  state.move_wanted = false;
  const std::vector<uint32_t> before = state.book->carriers();
  const std::vector<uint32_t> after = BetterPlaces(state);
  std::vector<size_t> moved(state.members.size());
  for (uint32_t seat = 0; seat < after.size(); ++seat) {
    if (before[seat] == after[seat]) continue;
    if (before[seat] != kNobody) {
      Say(self, state.members[before[seat]].line, Release{seat});
      ++moved[after[seat]];
    }
    state.book->Place(seat, after[seat]);
    Say(self, state.members[after[seat]].line, state.book->Restore(seat));
  }
  for (size_t i = 0; i < moved.size(); ++i) {
    if (moved[i] > 0) AnnounceMove(self, state.members[i], moved[i]);
  }
}

void Lose(FleetSelf* self, size_t index, const std::string& reason) {
  FleetState& state = self->state;
  Member& member = state.members[index];
  if (member.state == State::kLost) return;
  member.state = State::kLost;
  Announce(self, member.hello.name,
           Concat("lost ", member.title(), ": ", reason, ", ",
                  Rounded(Seconds(Time::now() - member.heard)),
                  " s after its last word"));
  Dismiss(self, member, {Dismissal::kJoinAgain, reason});
  if (!member.own) state.order.sever(member.line.peer);
  GoOnWithout(self, index, reason);
}

// After a pause of this process itself nobody is to blame for silence.
void LoseTheSilent(FleetSelf* self) {
  FleetState& state = self->state;
  const Time::time_point now = Time::now();
  const auto late = now - state.looked - kPulsePause;
  state.looked = now;
  const bool slept = late > state.order.lost_after / 2;
  for (size_t i = 0; i < state.members.size(); ++i) {
    Member& member = state.members[i];
    if (member.state == State::kLost) continue;
    if (slept) member.heard += late;
    if (now - member.heard > state.order.lost_after) {
      Lose(self, i, "it is silent");
    }
  }
}

void WatchRecovery(FleetSelf* self) {
  FleetState& state = self->state;
  std::erase_if(state.recoveries, [&](const Recovery& recovery) {
    const bool behind = std::ranges::any_of(recovery.seats, [&](uint32_t seat) {
      return state.book->behind(seat);
    });
    if (behind) return false;
    ++state.recovered;
    state.last_recovery_seconds = Seconds(Time::now() - recovery.lost_at);
    Announce(self, "lead",
             Concat("recovered the ", Seats(recovery.seats.size()), " of ",
                    recovery.title, " in ",
                    Rounded(state.last_recovery_seconds), " s"));
    return true;
  });
}

}  // namespace souk::actors
