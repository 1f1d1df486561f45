// Names are unique, and what is referred to exists.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

void CheckNames(const Scenario& scenario, Faults& faults);

/// Channels, interests, places and categories that campaigns and contracts
/// mention.
void CheckReferences(const Scenario& scenario, Faults& faults);

}  // namespace souk::scenarios
