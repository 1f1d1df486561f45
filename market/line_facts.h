// What an exchange asks of its market's lines once and for all.
#pragma once

#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// By advertiser, ascending.
std::vector<std::vector<uint32_t>> LinesByAdvertiser(const MarketSpec& spec);

/// By line: how many slots its advertiser could win on one page of the line's
/// channel.
std::vector<int64_t> SlotsShared(
    const MarketSpec& spec, const std::vector<std::vector<uint32_t>>& lines_of);

/// Of a page of any channel.
size_t MostSlots(const MarketSpec& spec);

}  // namespace souk::market
