// The planners' desk: what campaigns with a planner did, day by day and line by
// line, and how their planners split the budget of today.
//
// A pure kernel of the advertisers' desk, which stands where the sums of all
// lines are known, wherever the lines themselves are planned. Called in the
// order OpenTick, (the tick happens), CloseTick.
//
// A share is given when a day begins, in whole micro-units rounded down, of the
// least that the advertiser and the campaign may spend then. A line that has
// spent its share does not bid until the next day (bidders_desk.h): it may
// exceed it by what it spends in one tick, never its advertiser's budget.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "agents/planners/planner.h"
#include "market/archive.h"
#include "market/market_spec.h"

namespace souk::agents {

inline bool HasPlanner(const market::CampaignSpec& campaign) {
  return !campaign.planner.name.empty();
}
bool HasPlanners(const market::MarketSpec& spec);

/// The planner of a campaign of `spec` that has one. Error: it is unknown or
/// does not fit.
market::Result<std::unique_ptr<Planner>> MakePlanner(
    const market::MarketSpec& spec, market::CampaignId campaign);

class PlannersDesk {
 public:
  /// Planners must fit: the loader has made sure.
  explicit PlannersDesk(const market::MarketSpec& spec);

  /// `remaining`: by budget node (market/budget.h).
  void OpenTick(market::TickTime time,
                std::span<const market::Money> remaining);
  /// By line; of lines without a planner nothing that matters.
  const std::vector<market::LineShare>& shares() const { return shares_; }
  /// `tallies`: by line, of the tick that was opened last.
  void CloseTick(std::span<const market::LineTally> tallies);

  /// State between ticks, for a desk made from the same spec.
  void Save(market::ArchiveWriter& out) const;
  void Load(market::ArchiveReader& in);

 private:
  struct Campaign {
    std::unique_ptr<Planner> planner;
    std::vector<uint32_t> lines;  ///< ascending
    size_t advertiser = 0;        ///< budget node
    uint32_t allowance = 0;       ///< budget node, or kNone
    std::vector<LineDay> today;   ///< by line of the campaign
    std::deque<std::vector<LineDay>> past;
  };

  void BeginDay(Campaign& campaign, uint32_t day,
                std::span<const market::Money> remaining);
  void ShowCampaign(const Campaign& campaign);

  std::vector<Campaign> campaigns_;  // those with a planner
  std::vector<market::LineShare> shares_;
};

}  // namespace souk::agents
