#include "market/slots_shared.h"

#include <algorithm>
#include <numeric>

#include "market/bundles.h"

namespace souk::market {

LinesByAdvertiser::LinesByAdvertiser(const MarketSpec& spec)
    : first_(spec.advertisers.size() + 1), lines_(spec.lines.size()) {
  for (const LineSpec& line : spec.lines) ++first_[line.advertiser.index() + 1];
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  std::vector<uint32_t> next = first_;
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    lines_[next[spec.lines[line].advertiser.index()]++] = line;
  }
}

std::vector<int64_t> SlotsShared(const MarketSpec& spec,
                                 const LinesByAdvertiser& lines_of) {
  std::vector<int64_t> shared(spec.lines.size());
  std::vector<int64_t> siblings(spec.channels.size());
  const std::vector<int64_t> bundles = BundlesOfAdvertiser(spec);
  for (size_t advertiser = 0; advertiser < lines_of.size(); ++advertiser) {
    const auto lines = lines_of[advertiser];
    const auto channel = [&](uint32_t l) {
      return spec.lines[l].channel.index();
    };
    for (uint32_t line : lines) siblings[channel(line)] = 0;
    for (uint32_t line : lines) {
      siblings[channel(line)] += spec.Bids(spec.lines[line]) ? 1 : 0;
    }
    for (uint32_t line : lines) {
      const ChannelSpec& place = spec.channels[channel(line)];
      const int64_t chances =
          std::max(int64_t{1}, place.traits.joint ? bundles[line]
                                                  : siblings[channel(line)]);
      shared[line] =
          std::min(chances, static_cast<int64_t>(place.slot_weight.size()));
    }
  }
  return shared;
}

size_t MostAwards(const MarketSpec& spec) {
  size_t most = 0;
  for (const ChannelSpec& channel : spec.channels) {
    const size_t per_slot = channel.traits.joint ? 2 : 1;
    most = std::max(most, per_slot * channel.slot_weight.size());
  }
  return most;
}

}  // namespace souk::market
