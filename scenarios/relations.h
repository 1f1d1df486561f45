// Relations: which brands and stores may share slots of joint auctions.
//
// A name stands for the advertiser called so, or for all copies of a template
// (`shop` for shop-1, shop-2, ...); without a name, for every brand or store.
#pragma once

#include <vector>

#include "market/market_spec.h"
#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Names exist and are of the right kind. Channels with a joint mechanism have
/// related campaigns that pay for the same event, and may run it.
void CheckRelations(const Scenario& scenario, Faults& faults);

/// Ascending, each once. The scenario must have passed its checks.
std::vector<market::Relation> RelationsOf(const Scenario& scenario);

}  // namespace souk::scenarios
