// How many impressions contracts book, where that depends on the traffic.
//
//   S_j   page views that contract j may be shown on, expected in its window
//   g_j   goal, or goal_of_supply * S_j
//   load L            g_j *= L * T / sum of g,   T = page views of the run
//                     times contract_share, over the slots of their channels
//   most_of_supply m  g_j = min(g_j, m * S_j)
//
// rounded to whole impressions, at least one.
#pragma once

#include <span>

#include "market/market_spec.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// One of them is given; 0: the other.
struct WantedGoal {
  double impressions = 0;
  double of_supply = 0;
};

/// Sets the goals of the contracts of `market`, which has everything else.
/// `wanted`: by contract.
void SetGoals(const Contracts& rules, std::span<const WantedGoal> wanted,
              market::MarketSpec& market);

}  // namespace souk::scenarios
