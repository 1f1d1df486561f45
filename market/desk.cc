#include "market/desk.h"

#include <algorithm>

#include "market/bundles.h"
#include "market/line_columns.h"

namespace souk::market {
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
