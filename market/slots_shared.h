// What the market's shape says about the awards of one page.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "market/market_spec.h"

namespace souk::market {

/// The lines of every advertiser, ascending.
class LinesByAdvertiser {
 public:
  explicit LinesByAdvertiser(const MarketSpec& spec);

  size_t size() const { return first_.size() - 1; }
  std::span<const uint32_t> operator[](size_t advertiser) const {
    return std::span(lines_).subspan(
        first_[advertiser], first_[advertiser + 1] - first_[advertiser]);
  }

 private:
  std::vector<uint32_t> first_;  // by advertiser, and the end
  std::vector<uint32_t> lines_;
};

/// For each line: how many slots its advertiser could win on one page of the
/// line's channel, with its other lines or in several bundles; at least 1.
std::vector<int64_t> SlotsShared(const MarketSpec& spec,
                                 const LinesByAdvertiser& lines_of);

/// The most awards of one page.
size_t MostAwards(const MarketSpec& spec);

}  // namespace souk::market
