// Every message between actors, as a named struct. Requests are imperative,
// facts are past tense. Batches and ticks, never single auctions.
//
// All of them stay inside one process, so they carry kernels' own types and
// are moved, never copied or serialised. What will cross processes gets packed
// columns (PLATFORM: CAF's own wire format damages doubles).
#pragma once

#include <caf/all.hpp>
#include <memory>
#include <string>
#include <vector>

#include "agents/advertisers_desk.h"
#include "market/bid_function.h"
#include "market/events.h"
#include "market/page_flow.h"
#include "results/trace_parts.h"
#include "scenarios/run_state.h"

namespace souk::actors {

/// What nodes have recorded; empty in a run that has one process.
using TraceParts = std::vector<results::TracePart>;

// --- Clock <-> Advertisers
struct GrantLeases {
  market::TickTime time;
};
struct LeasesGranted {
  std::vector<agents::CellLease> leases;  ///< by cell
  std::vector<market::Money> remaining;   ///< by advertiser
  std::vector<market::LineShare> shares;  ///< by line; empty: no planners
};
struct SettleLeases {
  market::TickTime time;
  std::vector<std::vector<market::Money>> spent;  ///< [cell][advertiser]
  agents::ContractOutcome contracts;
  std::vector<market::LineTally> tallies;  ///< by line; empty: no planners
};
struct LeasesSettled {
  std::vector<market::AccountTicked> accounts;
  agents::ContractRows contracts;
  std::vector<market::Money> remaining;
};

// --- Clock <-> Bidders
struct PlanBids {
  market::TickTime time;
  std::vector<market::Money> remaining;
  std::vector<market::LineShare> shares;  ///< of its lines, or empty
};
struct BidsPlanned {
  std::shared_ptr<const market::BidSheet> bids;
};
struct LearnOutcome {
  market::TickTime time;
  std::vector<market::LineTally> tallies;              ///< by line
  std::vector<std::vector<market::AuctionSeen>> seen;  ///< by line, or empty
  std::vector<market::Money> remaining;
};
struct OutcomeLearnt {
  std::vector<market::SignalTicked> signals;
};

// --- Clock <-> Cells
struct OpenCells {
  market::TickTime time;
  std::vector<agents::CellLease> leases;  ///< by cell
  std::shared_ptr<const market::BidSheet> bids;
};
struct CellClosed {
  market::CellReport report;
};

// --- Cells -> Platform <-> Users of a cell
struct OpenTick {
  market::TickTime time;
  agents::CellLease lease;
  std::shared_ptr<const market::BidSheet> bids;
};
struct TickOpened {
  market::TickTime time;
};
struct PagesOpened {
  market::PageBatch batch;
};
struct PagesServed {
  market::ServedBatch served;
};
struct PagesAnswered {
  market::ServedBatch served;
  market::Responses responses;
};
struct PagesSettled {};  ///< only to users who wait for it
struct UsersGone {};     ///< the users' tick is over

// --- Clock <-> Recorder
struct RecordTick {
  market::TickRows rows;
};
struct FlushRows {
  uint32_t ticks_done = 0;
};
/// Of the rows that were flushed last.
struct KeepState {
  std::shared_ptr<const scenarios::RunState> state;
  TraceParts parts;  ///< as of that state
};
struct FinishTrace {
  uint32_t ticks_done = 0;
  TraceParts parts;
};
struct TickRecorded {};
struct RowsFlushed {};
struct StateKept {};
struct TraceFinished {};
struct RecordingFailed {
  std::string reason;
};

// --- Cells -> Clock
/// No node is left that could carry the cells.
struct NobodyLeft {
  std::string reason;
};

// --- anybody's state between ticks
enum class Part : uint8_t { kAdvertisers, kBidders, kCells };
struct SaveState {
  Part part = Part::kAdvertisers;
  uint32_t next_tick = 0;
};
struct StateSaved {
  Part part = Part::kAdvertisers;
  uint32_t next_tick = 0;
  std::string bytes;            ///< of a desk
  scenarios::CellStates cells;  ///< of the cells
  TraceParts parts;             ///< of the trace, with the cells
};
/// The state will not come; it may be asked for again.
struct StateLost {
  uint32_t next_tick = 0;
};

// --- Clock <-> Cells, after the last tick
struct CloseParts {};
struct PartsClosed {
  TraceParts parts;
};

// --- Cells <-> Platform and Users of a cell
struct SaveCell {};
struct UsersSaved {
  uint32_t cell = 0;
  std::string bytes;
};
struct PlatformSaved {
  uint32_t cell = 0;
  std::string bytes;
};

// --- console <-> Clock
struct StartRun {};
struct StopAfterTick {};
struct RunProgressed {
  uint32_t ticks_done = 0;
  int64_t page_views = 0;      ///< of the last tick
  int64_t revenue_micros = 0;  ///< of the last tick
};
/// Reports that nothing has arrived for a while; decides nothing.
struct StillWaiting {
  std::string what;
};
struct RunEnded {
  uint32_t ticks_done = 0;
  std::string failure;     ///< empty: none
  int64_t page_views = 0;  ///< that the console has seen
};
/// One sentence for people: a node joined, or is lost.
struct NewsFromNodes {
  std::string what;
};
/// Ends an actor in an orderly way.
struct Leave {};

}  // namespace souk::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::GrantLeases)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::LeasesGranted)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::SettleLeases)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::LeasesSettled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PlanBids)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::BidsPlanned)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::LearnOutcome)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::OutcomeLearnt)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::OpenCells)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::OpenTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::TickOpened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PagesOpened)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PagesServed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PagesAnswered)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PagesSettled)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::UsersGone)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::CellClosed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::RecordTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::FlushRows)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::KeepState)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::FinishTrace)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::TickRecorded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::RowsFlushed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StateKept)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::TraceFinished)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::RecordingFailed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::NobodyLeft)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::SaveState)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StateSaved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StateLost)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::CloseParts)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PartsClosed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::SaveCell)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::UsersSaved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::PlatformSaved)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StartRun)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StopAfterTick)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::RunProgressed)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::StillWaiting)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::NewsFromNodes)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::RunEnded)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(souk::actors::Leave)
