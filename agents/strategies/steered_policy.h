// Trained policies that steer a coefficient (agents/learning/steering.h): what
// uscb and cal share.
//
// The network "policy" of the model sees the features that it was trained with
// and says, through a tanh, the change of the coefficient: the setting
// "coefficient" (agents/learning/policy_input.h) has its reach as scale.
#pragma once

#include "agents/learning/steering.h"
#include "agents/strategies/trained_policy.h"

namespace souk::agents {

/// SteeringParams and TrainedParams.
std::vector<market::ParamSpec> SteeredPolicyParams();
/// coefficient, change: of the tick planned last.
std::vector<std::string> SteeredPolicySignals();

/// Errors: the parameters do not fit together; no values, target or model.
market::Result<std::unique_ptr<Strategy>> BidBySteeredPolicy(
    std::string_view strategy, Steering steering,
    const market::ParamSet& params, const LineFacts& facts);

}  // namespace souk::agents
