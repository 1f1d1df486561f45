// policy_learning: learns a random share of the value to bid from its own
// auctions, weighted by how likely it was to bid them.
//
//   g ~ N(mean(V), sigma(V)), a small network          per page view
//   objective 0  REINFORCE
//             1  off-policy (inverse propensity scoring)
//             2  off-policy within a trust region (as TRPO)
//             3  off-policy, clipped (as PPO)
//
// in the rules of shading.h; network and losses stand in
// agents/learning/shade_policy.h and policy_objectives.h. Reference:
// AuctionGym, see shading.h.
//
// Parameters: objective, batch, watch_share, epochs, learning_rate. Signals:
// shade, sigma.
#include "agents/strategies/learnt_policy.h"
#include "agents/strategies/requirements.h"

namespace souk::agents {
namespace {

market::Result<std::unique_ptr<Strategy>> Make(const market::ParamSet& params,
                                               const LineFacts& facts) {
  return BidByLearntPolicy("policy_learning",
                           static_cast<Objective>(params.integer("objective")),
                           params, facts);
}

std::vector<market::ParamSpec> Params() {
  std::vector<market::ParamSpec> params = LearntPolicyParams(2e-3);
  market::ParamSpec objective =
      NumberParam("objective", 1, {0, 3},
                  "0 REINFORCE, 1 off-policy, 2 trust region, 3 clipped");
  objective.shape = market::ParamShape::kInteger;
  params.insert(params.begin(), objective);
  return params;
}

}  // namespace

StrategyEntry PolicyLearningStrategy() {
  return {.name = "policy_learning",
          .help =
              "Learns a random share of its value to bid by policy "
              "gradients",
          .params = Params(),
          .signals = {"shade", "sigma"},
          .make = Make};
}

}  // namespace souk::agents
