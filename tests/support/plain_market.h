// Markets of any size for tests of the inner loop: one channel of three slots,
// second price, everybody pays per view and has no budget.
#pragma once

#include <memory>

#include "market/family.h"
#include "market/market_spec.h"
#include "market/traffic/synthetic.h"
#include "tests/support/mechanisms.h"

namespace souk::tests {

inline std::shared_ptr<const market::Mechanism> MechanismOf(
    const std::string& name, const std::vector<market::ParamValue>& params) {
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), name).value();
  return test::MakeMechanism(*entry, params);
}

inline std::shared_ptr<const market::UserModel> DefaultUserModel(
    const std::string& name) {
  const auto entry =
      market::FindMember("user model", market::UserModels(), name).value();
  return entry->make(market::ParamSet::Make(entry->params, {}).value());
}

/// Every user opens one page in the only tick.
inline std::shared_ptr<const market::MarketSpec> PlainMarket(size_t lines,
                                                             uint64_t users) {
  auto spec = std::make_shared<market::MarketSpec>();
  market::SyntheticConfig traffic;
  traffic.users = users;
  traffic.sessions_per_day = 1;
  traffic.continue_rate = 0;
  traffic.continue_after_click_rate = 0;
  traffic.ticks_per_day = 1;
  traffic.hour_weight.assign(24, 1);
  traffic.interest_share = {1};
  traffic.channel_share = {1};
  spec->calendar = {.days = 1, .ticks_per_day = 1};
  spec->advertisers.resize(lines);
  spec->channels.emplace_back().slot_weight = {1, 0.8, 0.5};
  spec->channels[0].mechanism = MechanismOf("gsp", {});
  for (size_t i = 0; i < lines; ++i) {
    spec->campaigns.emplace_back().charge = market::Charge::kView;
    market::LineSpec line;
    line.campaign = market::CampaignId(i);
    line.advertiser = market::AdvertiserId(i);
    line.channel = market::ChannelId(0);
    spec->lines.push_back(line);
    const double rate = 0.02 + 0.001 * static_cast<double>(i % 7);
    traffic.lines.push_back({.click_rate = rate});
  }
  spec->traffic = market::MakeSynthetic(traffic);
  spec->user_model = DefaultUserModel("pbm");
  return spec;
}

/// Everybody bids a million micro-units for a click.
inline std::shared_ptr<const market::BidSheet> ClickBids(size_t lines) {
  auto bids = std::make_shared<market::BidSheet>(lines);
  for (market::BidFunction& bid : *bids) bid.linear.click = 1e6;
  return bids;
}

}  // namespace souk::tests
