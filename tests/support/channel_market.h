// The market of four channels with one way of playing for its players, and
// what they got.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "agents/planners/planner.h"
#include "agents/strategy.h"
#include "market/family.h"
#include "scenarios/sequential_run.h"

namespace souk::tests {

/// A strategy for every line, and a planner; none: no name.
struct WayToPlay {
  std::string name;
  std::string strategy;
  std::vector<market::ParamValue> params;
  std::string planner;
};

struct PlayersResult {
  double clicks = 0;
  double cost = 0;
  double clicks_at_target = 0;  ///< sum of clicks times target cost
  double within = 0;            ///< share of players with cost <= that
  /// Cost per click over the target, of all players together.
  double price() const { return cost / clicks_at_target; }
};

/// Sums of every campaign.
class CampaignSums final : public market::EventSink {
 public:
  explicit CampaignSums(const market::MarketSpec& spec)
      : spec_(spec),
        clicks_(spec.campaigns.size()),
        cost_(spec.campaigns.size()) {}
  market::Result<void> Record(const market::TickRows& rows) override {
    for (const market::LineTicked& row : rows.lines) {
      const size_t campaign = spec_.lines[row.line].campaign.index();
      clicks_[campaign] += static_cast<double>(row.clicks);
      cost_[campaign] += static_cast<double>(row.spend_micros);
    }
    return {};
  }
  /// Of the campaigns that `players` are.
  PlayersResult Of(const std::vector<size_t>& players) const {
    PlayersResult all;
    for (const size_t c : players) {
      const double at_target =
          clicks_[c] * spec_.campaigns[c].value_per_click_micros;
      all.clicks += clicks_[c];
      all.cost += cost_[c];
      all.clicks_at_target += at_target;
      all.within += cost_[c] <= at_target ? 1 : 0;
    }
    all.within /= static_cast<double>(players.size());
    return all;
  }

 private:
  const market::MarketSpec& spec_;
  std::vector<double> clicks_, cost_;
};

/// Plays `market`, whose campaigns with a planner are the players, in `way`.
inline PlayersResult Play(
    const market::MarketSpec& market, const WayToPlay& way,
    const std::shared_ptr<const market::TrainedModel>& model) {
  auto spec = std::make_shared<market::MarketSpec>(market);
  const auto strategy =
      market::FindMember("strategy", agents::Strategies(), way.strategy)
          .value();
  std::vector<size_t> players;
  for (size_t c = 0; c < spec->campaigns.size(); ++c) {
    market::CampaignSpec& campaign = spec->campaigns[c];
    if (campaign.planner.name.empty()) continue;
    players.push_back(c);
    campaign.strategy = {
        way.strategy,
        market::ParamSet::Make(strategy->params, way.params).value(),
        strategy->trained() ? model : nullptr};
    campaign.planner = {};
    if (way.planner.empty()) continue;
    const auto planner =
        market::FindMember("planner", agents::Planners(), way.planner).value();
    campaign.planner = {way.planner,
                        market::ParamSet::Make(planner->params, {}).value(),
                        planner->trained ? model : nullptr};
  }
  CampaignSums sums(*spec);
  const auto run = scenarios::SequentialRun::Make(spec).value();
  while (!run->done()) (void)run->RunTick(sums);
  return sums.Of(players);
}

}  // namespace souk::tests
