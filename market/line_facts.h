// What an exchange asks of its market's lines once and for all.
#pragma once

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

/// By line: how many slots its advertiser could win on one page of the line's
/// channel.
std::vector<int64_t> SlotsShared(const MarketSpec& spec,
                                 const LinesByAdvertiser& lines_of);

/// Of a page of any channel.
size_t MostSlots(const MarketSpec& spec);

}  // namespace souk::market
