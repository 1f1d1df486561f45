// What the world of AuctionNet asks of the rest of a scenario.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Channels and calendar of `traffic.auctionnet`, and that budgets bind by its
/// rule only in its world.
void CheckAuctionNet(const Scenario& scenario, Faults& faults);

}  // namespace souk::scenarios
