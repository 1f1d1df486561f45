// doubly_robust: as policy_learning, with a learnt chance to win that takes the
// noise out of the estimate.
//
//   maximises  E over g of W(g) * (V - g * V)
//              + clip(pi / pi0, 1/50, 50) * (u - W(g0) * (V - g0 * V))
//
// in the rules of shading.h, with W the win curve of value_learning, fitted to
// the batch, and u the utility at the share g0 that was bid; see
// agents/learning/policy_objectives.h. Reference: AuctionGym, see shading.h.
//
// Parameters: batch, watch_share, epochs, learning_rate. Signals: shade, sigma.
#include "agents/strategies/learnt_policy.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByLearntPolicy("doubly_robust", Objective::kDoublyRobust, params,
                           facts);
}

}  // namespace

StrategyEntry DoublyRobustStrategy() {
  return {.name = "doubly_robust",
          .help =
              "Learns a random share of its value to bid by a doubly "
              "robust estimate",
          .params = LearntPolicyParams(7e-3),
          .signals = {"shade", "sigma"},
          .make = Make};
}

}  // namespace souk::agents
