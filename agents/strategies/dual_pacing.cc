// dual_pacing: the value divided by a dual price of the budget, which moves by
// mirror descent with entropy.
//
//   bid = value / mu
//   mu  = clip(mu * exp(step * (z - rho) / rho), 0.0001, max_multiplier)
//
// with z what the line spent in the tick and rho its even share of the daily
// budget. For a bidder that wants value within a budget: it bids above its
// value (mu < 1) while money is left over. Reference: Balseiro, Lu, Mirrokni,
// "Dual mirror descent for online allocation problems", ICML 2020; one step a
// tick, relative to rho.
//
// Signal: multiplier, of the tick planned last.
#include "agents/strategies/multiplier.h"
#include "market/vector_math.h"

namespace souk::agents {
namespace {

constexpr MultiplierRule kRule = {
    .name = "dual_pacing",
    .step = [](double mu, double move) { return mu * market::Exp(move); },
    .share = [](double mu) { return 1 / mu; },
    .start = 1,
    .least = 1e-4};

}  // namespace

StrategyEntry DualPacingStrategy() {
  return {.name = "dual_pacing",
          .help = "Divides the value by a dual price of the budget",
          .params = MultiplierParams(kRule),
          .signals = {"multiplier"},
          .make = [](const market::ParamSet& params, const LineFacts& facts) {
            return PaceByMultiplier(kRule, params, facts);
          }};
}

}  // namespace souk::agents
