// What the market's shape says about the awards of one page.
#pragma once

#include <cstdint>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// Lines of each advertiser, ascending.
std::vector<std::vector<uint32_t>> LinesByAdvertiser(const MarketSpec& spec);

/// For each line: how many slots its advertiser could win on one page of the
/// line's channel, with its other lines or in several bundles; at least 1.
std::vector<int64_t> SlotsShared(
    const MarketSpec& spec, const std::vector<std::vector<uint32_t>>& lines_of);

/// The most awards of one page.
size_t MostAwards(const MarketSpec& spec);

}  // namespace souk::market
