// Members of families (mechanism, user model, strategy, allocator, roulette,
// pacer) as a scenario names them: checked against what they declare, and
// completed.
#pragma once

#include <memory>

#include "agents/planners/planner.h"
#include "agents/strategy.h"
#include "market/auction.h"
#include "market/contracts/allocator.h"
#include "market/contracts/pacer.h"
#include "market/contracts/roulette.h"
#include "market/param.h"
#include "market/user_model.h"
#include "scenarios/faults.h"
#include "scenarios/model_shelf.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Checks every member of the scenario; parameters that were left out are
/// filled in. Trained members have their models on the shelf.
void CompleteMembers(Scenario& scenario, const ModelShelf& models,
                     Faults& faults);

/// Parameters of a member outside of scenarios; false: they are not right.
bool CompleteParams(std::span<const market::ParamSpec> specs, Member& member,
                    const FieldPath& path, Faults& faults);
/// Of a member that was completed.
market::ParamSet ParamsOf(std::span<const market::ParamSpec> specs,
                          const Member& member);

/// Parameters and combinations of one strategy; what is wrong, in sentences.
market::Result<market::ParamSet> StrategyParams(const Member& strategy);

/// Of a checked planner.
market::Result<market::ParamSet> PlannerParams(const Member& planner);

/// Rounds the values of parameters that the strategy declares as whole.
void RoundIntegerParams(Member& strategy);

/// The object that a checked member stands for; an Error for an unchecked one.
market::Result<std::shared_ptr<const market::Mechanism>> MakeMechanism(
    const Member& member, const ModelShelf& models);
/// What a checked mechanism promises; nothing for an unknown one.
market::MechanismTraits MechanismTraitsOf(const Member& member);
market::Result<std::shared_ptr<const market::UserModel>> MakeUserModel(
    const Member& member);
market::Result<std::shared_ptr<const market::ContractAllocator>> MakeAllocator(
    const Member& member);
market::Result<std::shared_ptr<const market::Roulette>> MakeRoulette(
    const Member& member);
market::Result<std::shared_ptr<const market::Pacer>> MakePacer(
    const Member& member);

}  // namespace souk::scenarios
