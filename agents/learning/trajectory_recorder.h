// Reports what a line saw, did and got, whatever its strategy: the rows that
// `souk dataset` makes trajectories of (market/trajectories.h).
//
// A recorder changes no bid. A strategy that sees auctions keeps its sample,
// and the recorder learns from it; for one that sees none the recorder asks for
// a sample, which the strategy does not get.
#pragma once

#include <string>
#include <vector>

#include "agents/learning/market_view.h"
#include "market/trajectories.h"

namespace souk::agents {

class TrajectoryRecorder {
 public:
  TrajectoryRecorder(const LineFacts& facts, const Aim& aim,
                     double watch_share);

  /// "trajectory.time_left", ...: all features, then kTrajectoryColumns.
  static const std::vector<std::string>& SignalNames();

  /// Notes the state before the tick; adds to `planned` a wish to see auctions.
  void Plan(const market::PlanInput& input, market::BidFunction& planned);
  /// Returns what the strategy may learn from.
  market::Feedback Learn(const market::Feedback& feedback);
  /// One number per name.
  void Signals(std::span<double> values) const;

  void Save(market::ArchiveWriter& out) const { view_.Save(out); }
  void Load(market::ArchiveReader& in) { view_.Load(in); }

 private:
  double CoefficientAfter(const market::Feedback& feedback) const;

  MarketView view_;
  double watch_share_;
  double budget_micros_;  // 0: none
  double target_micros_;

  // Of the tick planned last:
  market::BidFunction planned_;
  bool strategy_sees_ = false;
  std::vector<double> row_;
};

}  // namespace souk::agents
