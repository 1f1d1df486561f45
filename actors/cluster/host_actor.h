// Host: carries seats for a lead, in a node's process or in the lead's own.
//
// Phases: kGreeting (Hello is on its way), kPreparing (the scenario is being
// loaded, on a thread of its own), kServing (it does what it is told), kFailing
// (it cannot go on, and waits until the lead knows), kGone.
//
//   Host  -- Hello        --> Fleet -- Welcome --> Host
//   Host  -- Ready        --> Fleet -- Adopt   --> Host      a seat to carry
//   Fleet -- Inputs       --> Host  -- Output  --> Fleet     for each seat
//   Fleet -- Save         --> Host  -- SeatSaved, PartFlushed --> Fleet
//   Fleet -- Finish       --> Host  -- PartFinished --> Fleet
//   any failure:              Host  -- Failed --> Fleet
//   Fleet -- Dismissal    --> Host
//   Pulses in both directions, about twice a second
//
// A seat works on one input at a time; more of them wait in its queue. Rows of
// its cells go to the Part; while more than two orders a seat are unanswered
// there, no seat starts an input: a slow disk slows the run and not the memory.
//
// It ends when it is dismissed, when the lead is gone or silent for four times
// the time after which the lead gives up a node, or when it cannot go on, and
// tells its owner why (HostEnded).
#pragma once

#include <chrono>
#include <map>

#include "actors/cell_actors.h"
#include "actors/cluster/line.h"
#include "actors/cluster/part_actor.h"
#include "actors/cluster/seat_codec.h"
#include "results/manifest.h"

namespace souk::actors {

/// The scenario of a run, loaded on a node.
struct Prepared {
  std::shared_ptr<const market::MarketSpec> spec;
  std::shared_ptr<PartSink> part;
  std::string fingerprint;
  std::string fault;  ///< why not; empty: it is
};

/// How a host gets from a welcome to a market; called on a thread of its own.
using Prepare = std::function<Prepared(const Welcome&)>;

/// To the owner, when a host ends.
struct HostEnded {
  Dismissal::Then then = Dismissal::kRunIsOver;
  std::string reason;
  uint32_t tick = 0;  ///< opened last
};

struct HostOrder {
  Hello hello;
  Prepare prepare;
  caf::actor lead;
  caf::actor owner;
  std::function<Pulse()> measure;  ///< called on any thread
};

/// What has come of the state of a cell.
struct SavedCell {
  std::optional<std::string> users;
  std::optional<std::string> platform;
};

struct HostedSeat {
  CellPair cell;    ///< of a cell
  caf::actor desk;  ///< of a desk
  agents::LineRange lines;
  uint64_t next = 0;  ///< number of the input that it works on, or waits for
  bool busy = false;
  struct Task {
    std::shared_ptr<const Inputs> inputs;
    size_t position = 0;
  };
  std::deque<Task> queue;
  SavedCell saved;
};

struct HostState {
  static inline const char* name = "host";
  HostOrder order;
  Line lead;
  enum class Phase : uint8_t {
    kGreeting,
    kPreparing,
    kServing,
    kFailing,
    kGone
  } phase;
  std::string failure;  ///< why it cannot go on
  Welcome welcome;
  Prepared prepared;
  std::optional<agents::BidSheetReader> bids;
  std::optional<MarketSizes> sizes;
  caf::actor part;
  caf::actor pulse;
  std::map<uint32_t, HostedSeat> seats;
  uint64_t save = 0;      ///< number of the checkpoint under way
  size_t unanswered = 0;  ///< rows at the Part
  std::chrono::steady_clock::time_point heard;
  std::shared_ptr<const Inputs> opening_of;  ///< whose opening was read last
  TickOpening opening;
};

using HostSelf = caf::stateful_actor<HostState>;

caf::behavior HostActor(HostSelf* self, HostOrder order);

}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Prepared)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::HostEnded)
