// What campaigns say, as columns over candidates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// A property of the lines' campaigns, by place; `usual` for rivals. Empty if
/// all have the usual one.
std::vector<double> CampaignColumn(const MarketSpec& spec,
                                   std::span<const uint32_t> lines,
                                   double CampaignSpec::*property,
                                   double usual);

}  // namespace souk::market
