// From the contracts of a checked scenario to those of its market.
#pragma once

#include "market/market_spec.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// A contract without advertiser, campaign, lines and goal, in a calendar of
/// so many `ticks`.
market::ContractSpec ContractOf(const Contract& contract, uint32_t ticks);

/// The campaign that shows it: it bids nothing and pays nothing.
market::CampaignSpec CampaignOf(const Contract& contract);

/// How contracts are planned and served; empty in a scenario without any.
market::ContractsSpec ServiceOf(const Scenario& scenario);

}  // namespace souk::scenarios
