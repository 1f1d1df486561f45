#include "market/bundles.h"

#include <algorithm>
#include <utility>

namespace souk::market {
namespace {

/// The lines that bid on every channel, ascending.
std::vector<std::vector<uint32_t>> LinesByChannel(const MarketSpec& spec) {
  std::vector<std::vector<uint32_t>> lines(spec.channels.size());
  for (uint32_t line = 0; line < spec.lines.size(); ++line) {
    if (!spec.Bids(spec.lines[line])) continue;
    lines[spec.lines[line].channel.index()].push_back(line);
  }
  return lines;
}

}  // namespace

std::vector<Bundle> BundlesAmong(const MarketSpec& spec,
                                 std::span<const uint32_t> lines) {
  std::vector<std::vector<uint32_t>> places(spec.advertisers.size());
  for (uint32_t place = 0; place < lines.size(); ++place) {
    places[spec.lines[lines[place]].advertiser.index()].push_back(place);
  }
  std::vector<Bundle> bundles;
  for (const Relation& relation : spec.relations) {
    for (const uint32_t brand : places[relation.brand.index()]) {
      for (const uint32_t store : places[relation.store.index()]) {
        bundles.push_back({brand, store});
      }
    }
  }
  std::ranges::sort(bundles, {}, [](const Bundle& one) {
    return std::pair(one.brand, one.store);
  });
  return bundles;
}

std::vector<int64_t> BundlesOfAdvertiser(const MarketSpec& spec) {
  std::vector<int64_t> bundles(spec.lines.size());
  const auto lines_of = LinesByChannel(spec);
  for (size_t channel = 0; channel < lines_of.size(); ++channel) {
    if (!spec.channels[channel].traits.joint) continue;
    const std::vector<uint32_t>& lines = lines_of[channel];
    std::vector<int64_t> of(spec.advertisers.size());
    const auto advertiser = [&](uint32_t line) {
      return spec.lines[line].advertiser.index();
    };
    for (const auto& [brand, store] : BundlesAmong(spec, lines)) {
      ++of[advertiser(lines[brand])];
      ++of[advertiser(lines[store])];
    }
    for (const uint32_t line : lines) bundles[line] = of[advertiser(line)];
  }
  return bundles;
}

Rates SharedRates(const Rates& brand, const Rates& store) {
  const double clicks = brand.click + store.click;
  const double conversions =
      brand.click * brand.conversion + store.click * store.conversion;
  return {clicks / 2, clicks > 0 ? conversions / clicks : 0};
}

}  // namespace souk::market
