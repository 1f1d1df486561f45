// adaptive_pacing: the truthful bid, shaded by a multiplier of the budget.
//
//   bid = value / (1 + mu)
//   mu  = clip(mu + step * (z - rho) / rho, 0, max_multiplier)   after a tick
//
// with z what the line spent in the tick and rho its even share of the daily
// budget. For a bidder that wants value minus payment; a multiplier of 0 is
// the truthful bid. Reference: Balseiro, Gur, "Learning in repeated auctions
// with budgets", Management Science 2019; one step a tick, relative to rho.
//
// Signal: multiplier, of the tick planned last.
#include "agents/strategies/multiplier.h"

namespace souk::agents {
namespace {

constexpr MultiplierRule kRule = {
    .name = "adaptive_pacing",
    .step = [](double mu, double move) { return mu + move; },
    .share = [](double mu) { return 1 / (1 + mu); },
    .start = 0,
    .least = 0};

}  // namespace

StrategyEntry AdaptivePacingStrategy() {
  return {.name = "adaptive_pacing",
          .help = "Shades the truthful bid so that ticks cost their share",
          .params = MultiplierParams(kRule),
          .signals = {"multiplier"},
          .make = [](const market::ParamSet& params, const LineFacts& facts) {
            return PaceByMultiplier(kRule, params, facts);
          }};
}

}  // namespace souk::agents
