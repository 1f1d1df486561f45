// The budget nodes of a market (budget.h), as its desks and cells number them.
#pragma once

#include <vector>

#include "market/budget.h"
#include "market/market_spec.h"

namespace souk::market {

/// One plan per node: the advertisers', then those of campaigns with one.
std::vector<BudgetPlan> BudgetNodes(const MarketSpec& spec);

/// By campaign: its node, kNone without a budget of its own.
std::vector<uint32_t> CampaignNodes(const MarketSpec& spec);

}  // namespace souk::market
