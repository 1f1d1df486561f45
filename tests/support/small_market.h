// Markets of a few lines for tests of the kernels: no population, rates and
// rivals as the test says.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "market/family.h"
#include "market/market_spec.h"

namespace souk::tests {

/// Traffic that predicts what it was told, by line. Page ids choose rivals:
/// page p meets rival[p], pages beyond the list none.
class ToldTraffic final : public market::Traffic {
 public:
  std::vector<market::Rates> rates;  ///< by line; others 0.5, 0.5
  std::vector<double> rival;
  bool rival_first = false;
  size_t interests = 1;
  double expected = 0;  ///< page views of a tick

  std::unique_ptr<market::CellTraffic> OpenCell(market::CellId,
                                                uint32_t) const override {
    return nullptr;
  }
  double CellShare(market::CellId, uint32_t cells) const override {
    return 1.0 / cells;
  }
  size_t segments() const override { return interests; }
  double ExpectedPageViews(market::TickTime) const override { return expected; }
  void Predict(const market::PageView&, market::CandidateLines candidates,
               std::span<double> click,
               std::span<double> conversion) const override {
    for (size_t i = 0; i < candidates.lines.size(); ++i) {
      const market::Rates told = RatesOf(candidates.lines[i]);
      click[i] = told.click;
      conversion[i] = told.conversion;
    }
  }
  market::Rates Truth(const market::PageView&, market::LineId,
                      market::Rates predicted) const override {
    return predicted;
  }
  double RivalBid(const market::PageView& page) const override {
    return page.page < rival.size() ? rival[page.page] : -1;
  }
  bool RivalWinsTies() const override { return rival_first; }

 private:
  market::Rates RatesOf(uint32_t line) const {
    return line < rates.size() ? rates[line] : market::Rates{0.5, 0.5};
  }
};

inline std::shared_ptr<const market::Mechanism> DefaultMechanism(
    const std::string& name) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name).value();
  return entry->make(market::ParamSet::Make(entry->params, {}).value()).value();
}

/// A market that is put together piece by piece. First price, so that a price
/// is the bid; every bid is recorded.
struct SmallMarket {
  std::shared_ptr<market::MarketSpec> spec =
      std::make_shared<market::MarketSpec>();
  std::shared_ptr<ToldTraffic> traffic = std::make_shared<ToldTraffic>();

  SmallMarket() {
    spec->traffic = traffic;
    spec->recording = {.page_share = 1, .award_share = 1, .bid_share = 1};
  }

  void AddChannel(std::vector<double> slot_weight) {
    market::ChannelSpec channel;
    channel.slot_weight = std::move(slot_weight);
    channel.mechanism = DefaultMechanism("first_price");
    spec->channels.push_back(std::move(channel));
  }
  /// Advertisers are added as their numbers appear.
  void AddLine(size_t advertiser, size_t channel = 0,
               market::Charge charge = market::Charge::kView,
               std::vector<uint16_t> targets = {}) {
    if (spec->advertisers.size() <= advertiser) {
      spec->advertisers.resize(advertiser + 1);
    }
    market::LineSpec line;
    line.campaign = market::CampaignId(spec->campaigns.size());
    line.advertiser = market::AdvertiserId(advertiser);
    line.channel = market::ChannelId(channel);
    line.target_segments = std::move(targets);
    spec->lines.push_back(std::move(line));
    spec->campaigns.emplace_back().charge = charge;
    spec->campaigns.back().advertiser = market::AdvertiserId(advertiser);
  }
};

}  // namespace souk::tests
