// What a day is worth to a bidder with key figures to keep: the return G of
// USCB.
//
//   G   = min(R / R*, 1) - sum of p over its key figures
//   p   = kPenaltyBase^ex - 1,  ex = max(0, figure / limit - 1)
//
// R is what the day gained (expected conversions, or clicks), R* what the best
// coefficient held all day gains without missing a limit. The only key figure
// here is what an expected conversion costs, if it has a target: the budget is
// kept by the market. Reference: He et al., "A unified solution to constrained
// bidding in online display advertising" (USCB), KDD 2021.
#pragma once

#include "agents/learning/aim.h"
#include "agents/learning/replay_day.h"

namespace souk::agents {

inline constexpr double kPenaltyBase = 20;

/// p of a figure, `limit` above 0.
double KeyFigurePenalty(double figure, double limit);
/// `gain_share`: R / R*.
double HeldReturn(double gain_share, double penalties);

/// A line's day, and its best held coefficient.
class ReplayGame {
 public:
  /// Error: the line has neither values nor a target, or no budget.
  static market::Result<ReplayGame> Make(std::string_view trainer,
                                         const ReplayDay& day);

  const LineFacts& facts() const { return facts_; }
  const Aim& aim() const { return aim_; }
  /// R*, and the coefficient that gains it: the best G of a grid of 60 points
  /// from 0.05 to 20.
  double best_gain() const { return best_gain_; }
  double best_coefficient() const { return best_coefficient_; }

  market::LineTally Play(Strategy& strategy) const {
    return market_.Play(strategy, facts_.daily_budget).tally;
  }
  /// G of a day with these sums.
  double Return(const market::LineTally& day) const;
  /// Cost of what was expected over its worth; 0 if nothing was.
  double CostLevel(const market::LineTally& day) const;

 private:
  ReplayGame(const ReplayDay& day, const Aim& aim)
      : facts_(day.facts), aim_(aim), market_(day.ticks, day.rule) {}
  void FindBest();

  LineFacts facts_;
  Aim aim_;
  ReplayMarket market_;
  double best_gain_ = 0;
  double best_coefficient_ = 1;
};

}  // namespace souk::agents
