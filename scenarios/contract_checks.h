// What the loader checks about contracts, and fills in where there are some.
#pragma once

#include "market/market_spec.h"
#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// A scenario in which somebody has a contract has a message `contracts`, which
/// says how they are served. Before defaults are filled in.
void AddContracts(Scenario& scenario);

/// Every contract for itself, and what belongs to contracts where there are
/// none.
void CheckContracts(const Scenario& scenario, Faults& faults);

/// Slot shares and the interval of planning; absent ones are filled in. Once
/// channels and calendar are complete.
void CompleteContracts(Scenario& scenario, Faults& faults);

/// Windows, floors and ceilings of every copy. The scenario must have passed
/// every other check.
void CheckWindows(const Scenario& scenario, Faults& faults);

/// All advances and repayments together fit into Money.
void CheckAdvances(const market::MarketSpec& market, Faults& faults);

}  // namespace souk::scenarios
