#include "market/desk.h"

#include <algorithm>

#include "market/bundles.h"

namespace souk::market {
namespace {

/// A property of the lines' campaigns, by place; `usual` for rivals. Empty if
/// all have the usual one.
std::vector<double> CampaignColumn(const MarketSpec& spec,
                                   std::span<const uint32_t> lines,
                                   double CampaignSpec::*property,
                                   double usual) {
  const auto value = [&](uint32_t line) {
    return spec.campaigns[spec.lines[line].campaign.index()].*property;
  };
  if (std::ranges::all_of(lines,
                          [&](uint32_t l) { return value(l) == usual; })) {
    return {};
  }
  std::vector<double> column(lines.size() + 2, usual);
  std::ranges::transform(lines, column.begin() + 1, value);
  return column;
}

}  // namespace

void WeighDesk(const MarketSpec& spec, Desk& desk) {
  const auto lines = desk.lines.lines;
  desk.weight = CampaignColumn(spec, lines, &CampaignSpec::auction_weight, 1);
  desk.boost =
      CampaignColumn(spec, lines, &CampaignSpec::auction_boost_micros, 0);
}

bool AnyWeighs(const MarketSpec& spec) {
  return std::ranges::any_of(spec.campaigns, [](const CampaignSpec& one) {
    return one.auction_weight != 1 || one.auction_boost_micros != 0;
  });
}

void RelateDesk(const MarketSpec& spec, Desk& desk) {
  desk.bundles.clear();
  const auto lines = desk.lines.lines;
  if (spec.relations.empty() || lines.empty()) return;
  const size_t channel = spec.lines[lines.front()].channel.index();
  if (!spec.channels[channel].traits.joint) return;
  desk.bundles = BundlesAmong(spec, lines);
}

void CollectCurves(const BidSheet& bids, Desk& desk) {
  desk.curves.clear();
  for (size_t i = 0; i < desk.lines.lines.size(); ++i) {
    const BidFunction& bid = bids[desk.lines.lines[i]];
    if (bid.curve) desk.curves.emplace_back(i, bid.curve.get());
  }
}

}  // namespace souk::market
