// Fleet: stands for all cells of a cluster run towards the Clock, and for the
// lead towards the nodes. It places seats, sends them the inputs of a tick,
// takes checkpoints, and restores the seats of nodes that are lost.
//
// Towards the Clock it behaves like Cells (and Bidders, if the desk is cut
// into seats): orders are taken one after the other, in the order in which
// they came. An order waits
//   - until as many nodes as were asked for have joined,
//   - OpenCells or PlanBids, the first order of a tick: until seats that are to
//     move have moved, from a checkpoint of that moment;
//   - SaveState and CloseParts: until all seats have answered all inputs, so
//     that all states and all parts of the trace end with the same tick.
//
// A member is one incarnation of a node:
//
//   kGreeted   Hello came, Welcome went; it loads the scenario
//   kServing   Ready came; it may carry seats
//   kLost      its connection broke, it was silent for too long, or it failed;
//              whatever it says is not listened to
//
// A timeout loses a node, never a result: if it was wrong, the node joins
// again. With nobody left the lead carries the seats itself.
#pragma once

#include <chrono>
#include <deque>
#include <map>
#include <optional>
#include <variant>

#include "actors/cluster/host_actor.h"
#include "actors/cluster/seat_book.h"
#include "actors/messages.h"
#include "actors/watch/status.h"

namespace souk::actors {

struct FleetOrder {
  std::shared_ptr<const market::MarketSpec> spec;
  std::string scenario_text;
  std::string fingerprint;           ///< of the scenario's manifest
  size_t nodes_wanted = 0;           ///< that join before the run begins
  std::vector<SeatState> states;     ///< cells, then desks
  std::vector<uint32_t> desk_lines;  ///< as in Welcome; empty: no desk here
  std::string trace;                 ///< path; parts lie beside it
  uint32_t first_number = 1;         ///< of members and their parts
  TraceParts old_parts;              ///< of the run that is continued
  std::chrono::milliseconds lost_after{3000};
  /// Ends the connection of a lost node.
  std::function<void(const caf::actor&)> sever;
  /// Called about twice a second.
  std::function<void(const ClusterStatus&)> show;
  caf::actor console;
};

struct Member {
  enum class State : uint8_t { kGreeted, kServing, kLost };
  uint32_t number = 0;
  State state = State::kGreeted;
  bool own = false;  ///< in this process
  Line line;
  Hello hello;
  results::TracePart part;  ///< rows: of the newest checkpoint
  results::RowCounts flushed = {};
  bool has_flushed = false;  ///< for the checkpoint under way
  std::chrono::steady_clock::time_point heard;
  Pulse pulse;
  uint32_t restored = 0;  ///< seats

  std::string title() const;  ///< "node-2 on host", "lead"
};

/// What a checkpoint is for; several may coincide.
struct SavePurpose {
  std::optional<uint32_t> next_tick = {};  ///< the Clock's
  bool move = false;
  bool close = false;
};

struct Recovery {
  std::chrono::steady_clock::time_point lost_at;
  std::string title;
  std::vector<uint32_t> seats;
};

/// What a desk made of an input: bids or signals.
struct DeskAnswer {
  market::BidSheet bids;
  std::vector<market::SignalTicked> signals;
};

struct FleetState {
  static inline const char* name = "fleet";
  using ClockOrder =
      std::variant<OpenCells, PlanBids, LearnOutcome, SaveState, CloseParts>;

  FleetOrder order;
  std::optional<SeatBook> book;
  std::optional<agents::BidSheetReader> bids;
  std::optional<MarketSizes> sizes;
  std::deque<Member> members;  ///< never shrinks
  std::map<caf::actor_addr, size_t> living;
  caf::actor clock;
  std::deque<ClockOrder> orders;
  bool started = false;
  bool move_wanted = false;
  uint64_t save_number = 0;
  std::optional<SavePurpose> save;
  bool bidders_wanted = false;    ///< of the Clock's next checkpoint
  std::vector<size_t> finishing;  ///< members that complete their parts
  bool closing = false;
  std::vector<Recovery> recoveries;  ///< under way
  // Answers of desks, until all are there.
  std::vector<std::optional<DeskAnswer>> desk_answers;
  std::chrono::steady_clock::time_point looked;
  std::chrono::steady_clock::time_point told;  ///< who is missing
  bool leaving = false;
  uint32_t tick = 0;  ///< opened last
  // For those who watch.
  uint32_t recovered = 0;
  double last_recovery_seconds = 0;
  uint32_t checkpoint_tick = 0;
  uint64_t checkpoint_bytes = 0;
};

using FleetSelf = caf::stateful_actor<FleetState>;

caf::behavior FleetActor(FleetSelf* self, FleetOrder order);

}  // namespace souk::actors
