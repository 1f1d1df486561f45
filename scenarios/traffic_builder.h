// From a checked scenario to its traffic.
#pragma once

#include <memory>
#include <span>

#include "market/market_spec.h"
#include "market/traffic/synthetic.h"
#include "scenarios/replay_log.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// How users take to the ads of a campaign.
struct AdAppeal {
  market::SyntheticLine rates;
  double match_rate = 1;  ///< share of targeted page views that fit
};

/// All that a traffic is made from.
struct TrafficParts {
  const Scenario& scenario;
  const LoggedPages& log;  ///< of a replay
  /// Seed, calendar, budgets, campaigns and lines are there.
  const market::MarketSpec& spec;
  std::span<const AdAppeal> appeal;  ///< by campaign
};

std::shared_ptr<const market::Traffic> BuildTraffic(const TrafficParts& parts);

/// The configuration of the population, without lines.
market::SyntheticConfig SyntheticTraffic(const Scenario& scenario);

}  // namespace souk::scenarios
