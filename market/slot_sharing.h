// How the lines of one advertiser share the slots of a page.
#pragma once

#include <cstdint>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// The lines of every advertiser, ascending.
std::vector<std::vector<uint32_t>> LinesByAdvertiser(const MarketSpec& spec);

/// For each line: how many slots its advertiser could win on one page of the
/// line's channel.
std::vector<int64_t> SlotsShared(
    const MarketSpec& spec, const std::vector<std::vector<uint32_t>>& lines_of);

}  // namespace souk::market
