// What is known about lines before a run: who shares a purse, what campaigns
// say.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// Ascending line ids, by advertiser.
std::vector<std::vector<uint32_t>> LinesByAdvertiser(const MarketSpec& spec);

/// For each line: how many slots its advertiser could win on one page of the
/// line's channel.
std::vector<int64_t> SlotsShared(
    const MarketSpec& spec, const std::vector<std::vector<uint32_t>>& lines_of);

/// Of the channel that has most.
size_t MostSlots(const MarketSpec& spec);

/// A property of the lines' campaigns, by place; `usual` for rivals. Empty if
/// all have the usual one.
std::vector<double> CampaignColumn(const MarketSpec& spec,
                                   std::span<const uint32_t> lines,
                                   double CampaignSpec::*property,
                                   double usual);

}  // namespace souk::market
