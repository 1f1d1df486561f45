// A shade policy that is trained batch by batch: what policy_learning and
// doubly_robust share. The first lesson starts from a policy of the mean of
// what was bid and a deviation of 0.05, later ones from the policy before.
#pragma once

#include "agents/learning/policy_objectives.h"
#include "agents/strategies/shading.h"

namespace souk::agents {

/// batch, watch_share, epochs, learning_rate.
std::vector<market::ParamSpec> LearntPolicyParams(double learning_rate);

market::Result<std::unique_ptr<Strategy>> BidByLearntPolicy(
    std::string_view strategy, Objective objective,
    const market::ParamSet& params, const LineFacts& facts);

}  // namespace souk::agents
