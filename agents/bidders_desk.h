// The bidders' desk: one strategy per line, planned and taught tick by tick.
//
// A pure kernel: the sequential run and the actors call it in the same order,
//   Plan, (the tick happens), Learn, Signals
// once a tick. Columns are indexed by line or by
// budget node (market/budget.h).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "agents/learning/trajectory_recorder.h"
#include "agents/plan_batches.h"
#include "agents/strategy.h"
#include "market/events.h"
#include "market/market_spec.h"

namespace souk::agents {

/// What a tick was like, by line.
struct TickOutcome {
  std::span<const market::LineTally> tallies;
  /// Empty: no line sees auctions.
  std::span<const std::vector<market::AuctionSeen>> seen = {};
};

/// Lines [first, last) of a market.
struct LineRange {
  uint32_t first = 0;
  uint32_t last = 0;
};

/// A desk may have all lines or a range of them. Of a range, columns by line
/// hold its lines only, rows name lines and signals as the whole desk does, and
/// the states of neighbouring ranges, one behind the other, are the state of
/// both.
class BiddersDesk {
 public:
  /// Error: every campaign whose strategy is unknown or does not fit to its
  /// parameters, charge, budget or model; one sentence a line.
  static market::Result<BiddersDesk> Make(const market::MarketSpec& spec) {
    return Make(spec, {0, static_cast<uint32_t>(spec.lines.size())});
  }
  static market::Result<BiddersDesk> Make(
      const market::MarketSpec& spec, LineRange range,
      std::span<const StrategyEntry> family = Strategies());

  /// `remaining`: by budget node, as of the start of the tick. `shares`: by
  /// line; empty: no campaign has a planner. A line that has spent its share
  /// bids nothing.
  market::BidSheet Plan(market::TickTime time,
                        std::span<const market::Money> remaining,
                        std::span<const market::LineShare> shares = {});
  /// The outcome of the tick planned last: one tally per line, and what the
  /// budget nodes have left at its end.
  void Learn(market::TickTime time, const TickOutcome& outcome,
             std::span<const market::Money> remaining);
  /// What the strategies report about the tick learnt from last, as rows of
  /// `tick`, ascending by line.
  std::vector<market::SignalTicked> Signals(uint32_t tick) const;
  /// Names of the signals of all strategies in use, in order of first use;
  /// SignalTicked::signal is an index into them.
  const std::vector<std::string>& signal_names() const { return signal_names_; }

  /// State between ticks, for a desk made from the same spec.
  void Save(market::ArchiveWriter& out) const {
    Save(out, {first_line_, last_line()});
  }
  /// Of some of its lines.
  void Save(market::ArchiveWriter& out, LineRange range) const;
  void Load(market::ArchiveReader& in);

 private:
  struct Line {
    std::unique_ptr<Strategy> strategy;
    size_t advertiser = 0;
    uint32_t allowance = 0;         ///< budget node of its campaign, or kNone
    bool planned = false;           ///< its campaign has a planner
    std::vector<uint32_t> signals;  ///< indices into signal_names_
    /// If trajectories are recorded; its signals stand behind the strategy's.
    std::optional<TrajectoryRecorder> recorder = {};
  };

  BiddersDesk() = default;
  void AddLine(const market::MarketSpec& spec, const market::LineSpec& line,
               std::unique_ptr<Strategy> strategy,
               const std::vector<uint32_t>& signals);
  std::vector<uint32_t> Register(const std::vector<std::string>& names);

  /// How many of its signals are its strategy's.
  static size_t OwnSignals(const Line& line);
  uint32_t last_line() const {
    return first_line_ + static_cast<uint32_t>(lines_.size());
  }
  market::Money Remaining(const Line& line,
                          std::span<const market::Money> remaining) const;
  market::PlanInput InputOf(size_t line, const market::PlanInput& common,
                            std::span<const market::LineShare> shares) const;

  uint32_t first_line_ = 0;
  std::vector<Line> lines_;
  PlanBatches plans_;  // of their strategies
  std::vector<uint32_t> campaign_nodes_;
  std::vector<std::string> signal_names_;
};

}  // namespace souk::agents
