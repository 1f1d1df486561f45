// What the loader checks about the traffic `requests`.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

void CheckRequests(const Scenario& scenario, Faults& faults);

}  // namespace souk::scenarios
