#include "scenarios/auctioneer_checks.h"

#include "agents/auctioneers/auctioneer.h"
#include "market/bundles.h"

namespace souk::scenarios {
namespace {

using market::MarketSpec;

/// Positions of the lines that bid on a channel.
std::vector<uint32_t> LinesOf(const MarketSpec& market, size_t channel) {
  std::vector<uint32_t> lines;
  for (uint32_t line = 0; line < market.lines.size(); ++line) {
    const market::LineSpec& spec = market.lines[line];
    if (spec.channel.index() == channel && market.Bids(spec)) {
      lines.push_back(line);
    }
  }
  return lines;
}

market::Result<void> Fits(const agents::AuctioneerEntry& entry,
                          const market::TrainedModel& model,
                          const MarketSpec& market, size_t channel) {
  const std::vector<uint32_t> lines = LinesOf(market, channel);
  const std::vector<double> ones(lines.size(), 1);
  const auto bundles = market::BundlesAmong(market, lines);
  market::Auction page;
  page.bid = ones;
  page.rate = ones;
  page.slot_weight = market.channels[channel].slot_weight;
  page.bundles = bundles;
  return entry.fits(model, page);
}

}  // namespace

void CheckAuctioneers(const Scenario& scenario, const MarketSpec& market,
                      const ModelShelf& models, Faults& faults) {
  for (int c = 0; c < scenario.channel_size(); ++c) {
    const bool own = scenario.channel(c).has_mechanism();
    const Member& member =
        own ? scenario.channel(c).mechanism() : scenario.mechanism();
    const auto channel = static_cast<size_t>(c);
    const FieldPath path =
        own ? FieldPath().Item("channel", channel).Field("mechanism")
            : FieldPath().Field("mechanism");
    for (const auto& entry : agents::Auctioneers()) {
      if (entry.name != member.name() || !entry.fits) continue;
      const auto fits = Fits(entry, *models.Of(member), market, channel);
      if (!fits) faults.Add(path, ": " + fits.error().message);
    }
  }
}

}  // namespace souk::scenarios
