#include "scenarios/traffic_builder.h"

#include "market/random.h"
#include "market/traffic/auctionnet.h"
#include "market/traffic/replay.h"
#include "market/traffic/requests.h"
#include "scenarios/groups.h"

namespace souk::scenarios {
namespace {

using market::MarketSpec;

market::Stream GroupDraws(const Scenario& scenario) {
  return {scenario.seed(), scenario.run(), market::Purpose::kPopulation};
}

market::HabitsConfig HabitsOf(const Habits& habits) {
  return {.temper = habits.temper(),
          .click_reward = habits.click_reward(),
          .fatigue = habits.fatigue(),
          .return_days = habits.return_days(),
          .return_rate = habits.return_rate(),
          .return_gain = habits.return_gain(),
          .switch_rate = habits.switch_rate(),
          .drift_rate = habits.drift_rate()};
}

std::vector<double> ChannelShares(const Scenario& scenario) {
  std::vector<double> shares;
  for (const Channel& channel : scenario.channel()) {
    shares.push_back(channel.share());
  }
  return shares;
}

/// By line.
std::vector<market::SyntheticLine> RatesOf(const TrafficParts& parts) {
  std::vector<market::SyntheticLine> rates;
  for (const market::LineSpec& line : parts.spec.lines) {
    rates.push_back(parts.appeal[line.campaign.index()].rates);
    rates.back().campaign = line.campaign.value;
  }
  return rates;
}

std::shared_ptr<const market::Traffic> BuildSynthetic(
    const TrafficParts& parts) {
  market::SyntheticConfig config = SyntheticTraffic(parts.scenario);
  config.lines = RatesOf(parts);
  return market::MakeSynthetic(std::move(config));
}

market::RateLaw LawOf(const Requests& requests) {
  switch (requests.rate_law()) {
    case UNIFORM:
      return market::RateLaw::kUniform;
    case LOGNORMAL:
      return market::RateLaw::kLogNormal;
    default:
      return market::RateLaw::kConstant;
  }
}

std::shared_ptr<const market::Traffic> BuildRequests(
    const TrafficParts& parts) {
  const Requests& from = parts.scenario.traffic().requests();
  market::RequestsConfig config;
  config.seed = parts.spec.seed;
  config.run = parts.spec.run;
  config.page_views_per_day = from.page_views_per_day();
  config.hour_weight = {from.hour_weight().begin(), from.hour_weight().end()};
  config.interest_share = GroupShares(from.interest(), GroupList::kInterests,
                                      GroupDraws(parts.scenario));
  config.channel_share = ChannelShares(parts.scenario);
  config.law = LawOf(from);
  config.affinity = {from.affinity_low(), from.affinity_high()};
  if (from.has_rival_high_micros()) {
    config.rival = {from.rival_low_micros(), from.rival_high_micros()};
  }
  config.ticks_per_day = parts.spec.calendar.ticks_per_day;
  config.lines = RatesOf(parts);
  for (const market::LineSpec& line : parts.spec.lines) {
    config.match_rate.push_back(parts.appeal[line.campaign.index()].match_rate);
  }
  return market::MakeRequests(std::move(config));
}

std::shared_ptr<const market::Traffic> BuildAuctionNet(
    const TrafficParts& parts) {
  const AuctionNet& from = parts.scenario.traffic().auctionnet();
  const MarketSpec& spec = parts.spec;
  return market::MakeAuctionNet(
      {.seed = spec.seed,
       .run = spec.run,
       .rule = {from.page_views_per_day(), from.mean_conversion_rate()},
       .first_episode = from.first_episode(),
       .days = spec.calendar.days,
       .campaigns = spec.campaigns.size(),
       .batches = spec.budgets.mode == market::BudgetMode::kAuctionNet
                      ? market::BatchSize::kWholeTick
                      : market::BatchSize::kLimited});
}

std::shared_ptr<const market::Traffic> BuildReplay(const TrafficParts& parts) {
  const Replay& replay = parts.scenario.traffic().replay();
  market::ReplayConfig config;
  config.log = {parts.log.click, parts.log.price, parts.log.rate};
  for (int64_t& price : config.log.price_micros) {
    price *= replay.price_unit_micros();
  }
  config.page_views_per_tick = replay.page_views_per_tick();
  config.ties = replay.ties() == RIVAL_WINS ? market::TieRule::kRivalWins
                                            : market::TieRule::kBidderWins;
  return market::MakeReplay(std::move(config));
}

}  // namespace

std::shared_ptr<const market::Traffic> BuildTraffic(const TrafficParts& parts) {
  const Traffic& traffic = parts.scenario.traffic();
  if (traffic.has_replay()) return BuildReplay(parts);
  if (traffic.has_auctionnet()) return BuildAuctionNet(parts);
  if (traffic.has_requests()) return BuildRequests(parts);
  return BuildSynthetic(parts);
}

market::SyntheticConfig SyntheticTraffic(const Scenario& scenario) {
  const Synthetic& from = scenario.traffic().synthetic();
  const market::Stream draws = GroupDraws(scenario);
  market::SyntheticConfig config;
  config.seed = scenario.seed();
  config.run = scenario.run();
  config.users = from.users();
  config.sessions_per_day = from.sessions_per_day();
  config.hour_weight = {from.hour_weight().begin(), from.hour_weight().end()};
  config.interest_share =
      GroupShares(from.interest(), GroupList::kInterests, draws);
  config.place_share = GroupShares(from.place(), GroupList::kPlaces, draws);
  config.category_share =
      GroupShares(from.category(), GroupList::kCategories, draws);
  config.channel_share = ChannelShares(scenario);
  config.continue_rate = from.continue_rate();
  config.continue_after_click_rate = from.continue_after_click_rate();
  config.max_pages = from.max_pages();
  config.truth_spread = from.truth_spread();
  config.ticks_per_day = scenario.calendar().ticks_per_day();
  if (from.has_habits()) config.habits = HabitsOf(from.habits());
  return config;
}

}  // namespace souk::scenarios
