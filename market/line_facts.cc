#include "market/line_facts.h"

#include <algorithm>

namespace souk::market {

std::vector<std::vector<uint32_t>> LinesByAdvertiser(const MarketSpec& spec) {
  std::vector<std::vector<uint32_t>> lines(spec.advertisers.size());
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    lines[spec.lines[line].advertiser.index()].push_back(line);
  }
  return lines;
}

std::vector<int64_t> SlotsShared(
    const MarketSpec& spec,
    const std::vector<std::vector<uint32_t>>& lines_of) {
  std::vector<int64_t> shared(spec.lines.size());
  std::vector<int64_t> siblings(spec.channels.size());
  for (const std::vector<uint32_t>& lines : lines_of) {
    const auto channel = [&](uint32_t l) {
      return spec.lines[l].channel.index();
    };
    for (uint32_t line : lines) siblings[channel(line)] = 0;
    for (uint32_t line : lines) ++siblings[channel(line)];
    for (uint32_t line : lines) {
      const size_t slots = spec.channels[channel(line)].slot_weight.size();
      shared[line] =
          std::min(siblings[channel(line)], static_cast<int64_t>(slots));
    }
  }
  return shared;
}

size_t MostSlots(const MarketSpec& spec) {
  size_t most = 0;
  for (const ChannelSpec& channel : spec.channels) {
    most = std::max(most, channel.slot_weight.size());
  }
  return most;
}

}  // namespace souk::market
