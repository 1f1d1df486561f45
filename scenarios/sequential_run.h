// The meaning of a scenario: a plain loop, one thread, no actors. Read this
// first. Every other runtime is held against its digest.
#pragma once

#include <memory>
#include <vector>

#include "agents/advertisers_desk.h"
#include "agents/bidders_desk.h"
#include "market/audience.h"
#include "market/events.h"
#include "market/exchange.h"
#include "market/market_spec.h"
#include "scenarios/run_state.h"

namespace souk::scenarios {

class SequentialRun {
 public:
  /// An Error names parameters of a strategy that do not fit together.
  static market::Result<std::unique_ptr<SequentialRun>> Make(
      std::shared_ptr<const market::MarketSpec> spec);

  uint32_t next_tick() const { return next_tick_; }
  bool done() const { return next_tick_ == spec_->calendar.ticks(); }
  /// Runs the next tick and gives its rows to `sink`. An Error is the sink's,
  /// or a promise of the market that was broken (page_audit.h).
  market::Result<void> RunTick(market::EventSink& sink);
  /// From now on `watch` sees every page view of `cell`.
  void Watch(market::CellId cell, std::shared_ptr<market::PageWatch> watch) {
    platforms_[cell.index()].Watch(std::move(watch));
  }

  /// The state between ticks.
  RunState State() const;
  /// An Error: the state is not one of this scenario.
  market::Result<void> Restore(const RunState& state);

 private:
  SequentialRun(std::shared_ptr<const market::MarketSpec> spec,
                agents::BiddersDesk bidders);

  market::CellReport RunCell(size_t cell, market::TickTime time,
                             const agents::CellLease& lease,
                             std::shared_ptr<const market::BidSheet> bids);

  std::shared_ptr<const market::MarketSpec> spec_;
  agents::AdvertisersDesk advertisers_;
  agents::BiddersDesk bidders_;
  std::vector<market::Audience> users_;      // by cell
  std::vector<market::Exchange> platforms_;  // by cell
  uint32_t next_tick_ = 0;
  // Buffers of the batch that is under way.
  market::PageBatch batch_;
  market::ServedBatch served_;
  market::Responses responses_;
};

/// CellShare of every cell.
std::vector<double> CellShares(const market::MarketSpec& spec);

}  // namespace souk::scenarios
