#include "scenarios/sequential_run.h"

#include "scenarios/tick_reduction.h"

namespace souk::scenarios {

using market::CellId;
using market::Error;
using market::Result;

Result<void> SequentialRun::RunTick(market::EventSink& sink) {
  const market::TickTime time = spec_->calendar.At(next_tick_);

  // Advertisers lend their budgets to the cells; bidders say how they bid.
  const auto leases = advertisers_.Grant(time);
  const auto bids = std::make_shared<const market::BidSheet>(bidders_.Plan(
      time, advertisers_.remaining_today(), advertisers_.line_shares()));

  // The cells, one after the other. They do not touch each other.
  std::vector<market::CellReport> reports;
  for (size_t cell = 0; cell < spec_->cells; ++cell) {
    reports.push_back(RunCell(cell, time, leases[cell], bids));
  }

  // Sums in cell order; money is settled; agents learn; the tick is recorded.
  TickSums sums = ReduceReports(*spec_, std::move(reports));
  if (!sums.fault.empty()) return Error{sums.fault};
  advertisers_.Settle(time, sums.spent, sums.contracts, sums.tallies);
  bidders_.Learn(time, {sums.tallies, sums.seen},
                 advertisers_.remaining_today());
  AddAccounts(advertisers_.Accounts(), sums.rows);
  AddContracts(advertisers_.contract_rows(), sums.rows);
  sums.rows.signals = bidders_.Signals(time.tick);
  ++next_tick_;
  return sink.Record(sums.rows);
}

market::CellReport SequentialRun::RunCell(
    size_t cell, market::TickTime time, const agents::CellLease& lease,
    std::shared_ptr<const market::BidSheet> bids) {
  market::Audience& users = users_[cell];
  market::Exchange& platform = platforms_[cell];
  platform.OpenTick(time, lease.granted, std::move(bids), lease.contracts);
  users.OpenTick(time);
  while (users.NextBatch(batch_)) {
    do {
      platform.Serve(batch_, served_);
      users.Respond(served_, responses_);
    } while (platform.Settle(served_, responses_) ==
             market::Settlement::kServeAgain);
  }
  return platform.CloseTick();
}

Result<std::unique_ptr<SequentialRun>> SequentialRun::Make(
    std::shared_ptr<const market::MarketSpec> spec) {
  Result<agents::BiddersDesk> bidders = agents::BiddersDesk::Make(*spec);
  if (!bidders) return bidders.error();
  return std::unique_ptr<SequentialRun>(
      new SequentialRun(std::move(spec), std::move(bidders).value()));
}

SequentialRun::SequentialRun(std::shared_ptr<const market::MarketSpec> spec,
                             agents::BiddersDesk bidders)
    : spec_(std::move(spec)),
      advertisers_(*spec_, CellShares(*spec_)),
      bidders_(std::move(bidders)) {
  for (size_t cell = 0; cell < spec_->cells; ++cell) {
    users_.emplace_back(spec_, CellId(cell));
    platforms_.emplace_back(spec_, CellId(cell));
  }
}

RunState SequentialRun::State() const {
  RunState state{.next_tick = next_tick_,
                 .advertisers = SavedBytes(advertisers_),
                 .bidders = SavedBytes(bidders_),
                 .cells = {}};
  for (const auto& users : users_) {
    state.cells.users.push_back(SavedBytes(users));
  }
  for (const auto& platform : platforms_) {
    state.cells.platforms.push_back(SavedBytes(platform));
  }
  return state;
}

Result<void> SequentialRun::Restore(const RunState& state) {
  bool fits = state.next_tick <= spec_->calendar.ticks() &&
              state.cells.users.size() == users_.size() &&
              state.cells.platforms.size() == platforms_.size() &&
              RestoreFrom(state.advertisers, advertisers_) &&
              RestoreFrom(state.bidders, bidders_);
  for (size_t cell = 0; fits && cell < users_.size(); ++cell) {
    fits = RestoreFrom(state.cells.users[cell], users_[cell]) &&
           RestoreFrom(state.cells.platforms[cell], platforms_[cell]);
  }
  if (!fits) return Error{"the checkpoint does not fit the scenario"};
  next_tick_ = state.next_tick;
  return {};
}

std::vector<double> CellShares(const market::MarketSpec& spec) {
  std::vector<double> shares;
  for (size_t cell = 0; cell < spec.cells; ++cell) {
    shares.push_back(spec.traffic->CellShare(CellId(cell), spec.cells));
  }
  return shares;
}

}  // namespace souk::scenarios
