// Days of a small market for replays: page views whose value and prices swing
// from tick to tick and from day to day.
#pragma once

#include <algorithm>
#include <vector>

#include "agents/replay_market.h"
#include "agents/strategies/steady.h"
#include "market/random.h"
#include "market/vector_math.h"

namespace souk::tests {

/// What a conversion is worth there, in micro-units.
inline constexpr double kWorth = 1e6;

struct DayShape {
  uint32_t ticks = 96;
  uint32_t pages = 20;  ///< per tick, on average
};

/// Prices of a page view are around its rate times kWorth times a level of the
/// day in [0.85, 1.2].
inline std::vector<agents::LoggedTick> SmallDay(uint32_t day,
                                                const DayShape& shape = {}) {
  const market::Stream chance(9, day, market::Purpose::kTest);
  const double level = 0.85 + 0.35 * chance.Uniform(0, UINT32_MAX, 0);
  std::vector<agents::LoggedTick> ticks(shape.ticks);
  for (uint32_t t = 0; t < shape.ticks; ++t) {
    const double busy = 0.5 + chance.Uniform(0, t, 1);
    const double rich = 0.5 + chance.Uniform(0, t, 2);
    const auto pages = static_cast<uint32_t>(busy * shape.pages);
    for (uint32_t page = 0; page < pages; ++page) {
      const double rate = 0.02 * rich * chance.Uniform(page + 1, t, 0);
      ticks[t].rate.push_back(rate);
      const double price = kWorth * rate * level *
                           market::Exp(0.8 * chance.Normal(page + 1, t, 1));
      ticks[t].rivals.push_back({std::ceil(1.2 * price) + 200,
                                 std::ceil(price) + 200,
                                 std::ceil(0.8 * price) + 200});
    }
  }
  return ticks;
}

/// Conversions expected of bidding `coefficient` times kWorth all day.
inline double HeldGain(const agents::ReplayMarket& market, double coefficient,
                       market::Money budget) {
  market::LinearBid bid;
  bid.click_conversion = coefficient * kWorth;
  return market.Play(*agents::Steady(bid), budget).tally.expected_conversions;
}

struct BestHeld {
  double coefficient = 0;
  double gain = 0;
};

/// The best of a grid from 0.1 to 5 in steps of 5 %.
inline BestHeld BestHeldOf(const agents::ReplayMarket& market,
                           market::Money budget) {
  BestHeld best;
  for (double k = 0.1; k < 5; k *= 1.05) {
    const double gain = HeldGain(market, k, budget);
    if (gain > best.gain) best = {k, gain};
  }
  return best;
}

}  // namespace souk::tests
