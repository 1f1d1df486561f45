// Trained bidders whose networks see the ticks of the day so far
// (agents/learning/day_history.h), not the last one alone.
#pragma once

#include <functional>
#include <memory>

#include "agents/learning/sequence_network.h"
#include "agents/strategies/trained_policy.h"

namespace souk::agents {

/// Fills in what a strategy asks for in the coming tick.
using SequenceWishes = std::function<void(const market::PlanInput&,
                                          const MarketView&, std::span<float>)>;

/// Asks facts.network, a SequenceNetwork, for a coefficient once a tick; its
/// chances are drawn from Purpose::kPolicy by line and tick. Parameters and
/// signals begin with those of trained_policy.h. Error: there is no model, or
/// the line has neither values nor a target.
market::Result<std::unique_ptr<Strategy>> BidBySequenceNetwork(
    std::string_view strategy, const market::ParamSet& params,
    const LineFacts& facts, SequenceWishes wishes);

/// TrainedParams, and desired_return: times the return that the model says.
std::vector<market::ParamSpec> ReturnParams();
/// The only wish is desired_return.
market::Result<std::unique_ptr<Strategy>> BidForReturn(
    std::string_view strategy, const market::ParamSet& params,
    const LineFacts& facts);

}  // namespace souk::agents
