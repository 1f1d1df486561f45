// What the loader checks about budgets.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Reports of spending belong to the mode that has them.
void CheckBudgetMode(const Scenario& scenario, Faults& faults);

/// All budgets of all days together fit into Money. The scenario must have
/// passed every other check.
void CheckBudgets(const Scenario& scenario, Faults& faults);

}  // namespace souk::scenarios
