// Days of a made-up line, to train on and to play: the higher the coefficient,
// the dearer what it gets, and the budget ends.
//
//   traffic u of a tick uniform in [.5, 1.5); with coefficient c it costs
//   u c^2 of an even share of the budget and gives u c conversions, 30 a day
//   for c = 1; what the budget does not cover is lost in proportion
#pragma once

#include <algorithm>
#include <functional>
#include <string>

#include "agents/learning/market_view.h"
#include "market/random.h"
#include "market/trajectories.h"

namespace souk::tests {

struct PlayedWorld {
  uint32_t ticks = 12;
  uint64_t seed = 1;
  static constexpr double kConversions = 30;
  static constexpr double kTarget = 1e6;
  static constexpr double kBudget = kConversions * kTarget;

  agents::LineFacts facts() const {
    agents::LineFacts made;
    made.charge = market::Charge::kView;
    made.value_per_conversion_micros = kTarget;
    made.target_cpa_micros = kTarget;
    made.daily_budget = market::Money(static_cast<int64_t>(kBudget));
    made.ticks_per_day = ticks;
    return made;
  }
  /// What a tick of the run comes to.
  market::LineTally Tick(uint32_t tick, double coefficient,
                         double left_micros) const {
    const market::Stream stream(seed, 0, market::Purpose::kTest);
    const double traffic = (0.5 + stream.Uniform(0, tick, 0)) / ticks;
    const double wish = traffic * coefficient * coefficient * kBudget;
    const double paid = std::min(left_micros, wish);
    market::LineTally tally;
    tally.auctions = 100;
    tally.spend = market::Money(static_cast<int64_t>(paid));
    tally.expected_conversions =
        wish > 0 ? kConversions * traffic * coefficient * paid / wish : 0;
    return tally;
  }
};

/// Plays day `day` of the world with a coefficient per tick; returns what it
/// came to.
inline market::LineTally PlayDay(
    const PlayedWorld& world, uint32_t day,
    const std::function<double(const market::PlanInput&)>& coefficient,
    const std::function<void(const market::Feedback&)>& learn) {
  market::LineTally sum;
  const market::Money budget = world.facts().daily_budget;
  for (uint32_t t = 0; t < world.ticks; ++t) {
    const market::TickTime time{day * world.ticks + t, world.ticks};
    const market::Money left = budget - sum.spend;
    const double bid = coefficient({time, left});
    const market::LineTally tally =
        world.Tick(time.tick, bid, static_cast<double>(left.micros));
    sum += tally;
    learn({time, tally, budget - sum.spend});
  }
  return sum;
}

/// Days of coefficients about a level of their own in [.1, 1.6), as a recorder
/// would have them.
inline market::Trajectories PlayedDays(uint32_t days, uint32_t ticks) {
  const PlayedWorld world{ticks};
  const market::Stream stream(5, 0, market::Purpose::kTest);
  agents::MarketView view(world.facts(),
                          *agents::AimOf("a test", world.facts()));
  market::Trajectories data;
  std::vector<double> state(agents::Features().size());
  for (const agents::Feature& one : agents::Features()) {
    data.features.emplace_back(one.name);
  }
  for (uint32_t day = 0; day < days; ++day) {
    const double level = 0.1 + 1.5 * stream.Uniform(day, 0, 1000);
    double bid = 0;
    PlayDay(
        world, day,
        [&](const market::PlanInput& input) {
          view.Describe(input, state);
          data.state.insert(data.state.end(), state.begin(), state.end());
          bid = level * (0.5 + stream.Uniform(day, input.time.tick, 0));
          return bid;
        },
        [&](const market::Feedback& got) {
          view.Learn(got, bid);
          const uint32_t tick = got.time.tick_of_day();
          data.action.push_back(static_cast<float>(bid));
          const double gain = got.tally.expected_conversions;
          data.reward.push_back(static_cast<float>(gain));
          data.expected_reward.push_back(static_cast<float>(gain));
          data.cost.push_back(static_cast<float>(
              static_cast<double>(got.tally.spend.micros) / world.kBudget));
          data.done.push_back(tick + 1 == ticks ? 1 : 0);
          data.episode.push_back(day);
          data.tick.push_back(tick);
          data.budget_micros.push_back(world.kBudget);
          data.target_micros.push_back(world.kTarget);
        });
  }
  return data;
}

}  // namespace souk::tests
