#include "scenarios/market_builder.h"

#include <algorithm>
#include <unordered_map>

#include "market/family.h"
#include "market/line_index.h"
#include "market/retrieval.h"
#include "market/traffic/auctionnet.h"
#include "market/traffic/replay.h"
#include "scenarios/groups.h"
#include "scenarios/members.h"
#include "scenarios/population.h"
#include "scenarios/relations.h"

namespace souk::scenarios {
namespace {

using market::AdvertiserId;
using market::CampaignId;
using market::ChannelId;
using market::MarketSpec;
using market::Money;

market::Charge ChargeOf(const Campaign& campaign) {
  switch (campaign.charge()) {
    case VIEW:
      return market::Charge::kView;
    case CONVERSION:
      return market::Charge::kConversion;
    default:
      return market::Charge::kClick;
  }
}

market::AdvertiserKind KindOf(const Advertiser& advertiser) {
  switch (advertiser.kind()) {
    case STORE:
      return market::AdvertiserKind::kStore;
    case AGENCY:
      return market::AdvertiserKind::kAgency;
    default:
      return market::AdvertiserKind::kBrand;
  }
}

market::BudgetMode ModeOf(const Budgets& budgets) {
  switch (budgets.mode()) {
    case AUCTIONNET:
      return market::BudgetMode::kAuctionNet;
    case STALE:
      return market::BudgetMode::kStale;
    default:
      return market::BudgetMode::kLease;
  }
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

/// Of an advertiser or a campaign.
template <class Holder>
market::BudgetPlan PlanOf(const Scenario& scenario, const Holder& holder) {
  const auto scaled = [&scenario](int64_t micros) {
    return market::RoundNearest(static_cast<double>(micros) *
                                scenario.budgets().scale());
  };
  market::BudgetPlan plan;
  if (holder.has_daily_budget_micros()) {
    plan.daily = scaled(holder.daily_budget_micros());
  }
  if (holder.has_weekly_budget_micros()) {
    plan.weekly = scaled(holder.weekly_budget_micros());
  }
  if (holder.has_total_budget_micros()) {
    plan.total = scaled(holder.total_budget_micros());
  }
  return plan;
}

/// What a line may count on for a day.
Money DailyBudget(const Scenario& scenario, const Advertiser& advertiser,
                  const Campaign& campaign) {
  // A replay's days are not counted yet when strategies are checked.
  const uint32_t days = std::max(1U, scenario.calendar().days());
  return std::min(PlanOf(scenario, advertiser).PerDay(days),
                  PlanOf(scenario, campaign).PerDay(days));
}

template <class Elements>
uint32_t IndexOf(const Elements& elements, const std::string& name) {
  for (int i = 0; i < elements.size(); ++i) {
    if (elements[i].name() == name) return static_cast<uint32_t>(i);
  }
  SOUK_CHECK(false, "unchecked reference to ", name);
  return market::kNone;
}

/// Positions of names.
class NameIndex {
 public:
  explicit NameIndex(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      at_.emplace(name, static_cast<uint16_t>(at_.size()));
    }
  }

  uint16_t Of(const std::string& name) const {
    const auto found = at_.find(name);
    SOUK_CHECK(found != at_.end(), "unchecked reference to ", name);
    return found->second;
  }
  /// Ascending, each once.
  std::vector<uint16_t> Of(
      const google::protobuf::RepeatedPtrField<std::string>& names) const {
    std::vector<uint16_t> all;
    for (const std::string& name : names) all.push_back(Of(name));
    std::ranges::sort(all);
    const auto twice = std::ranges::unique(all);
    all.erase(twice.begin(), twice.end());
    return all;
  }

 private:
  std::unordered_map<std::string, uint16_t> at_;
};

class MarketBuilder {
 public:
  MarketBuilder(const Scenario& scenario, const LoggedPages& log)
      : scenario_(scenario),
        log_(log),
        appearance_(scenario.seed(), scenario.run(),
                    market::Purpose::kLikeness),
        groups_(scenario.traffic().synthetic()),
        interests_(groups_.interests),
        places_(groups_.places),
        categories_(groups_.categories) {}

  MarketSpec Build() {
    spec_.name = scenario_.name();
    spec_.seed = scenario_.seed();
    spec_.run = scenario_.run();
    spec_.cells = scenario_.cells();
    BuildBudgets();
    spec_.calendar = {scenario_.calendar().days(),
                      scenario_.calendar().ticks_per_day()};
    const Recording& recording = scenario_.recording();
    spec_.recording = {recording.page_share(), recording.award_share(),
                       recording.bid_share(), recording.flush_ticks()};
    if (scenario_.has_conversion_delay()) {
      const ConversionDelay& delay = scenario_.conversion_delay();
      spec_.conversion_delay = {delay.fast_share(), delay.fast_mean_hours(),
                                delay.slow_mean_hours(), delay.cut_hours()};
    }
    spec_.user_model = MakeUserModel(scenario_.user_model()).value();
    BuildChannels();
    ForEachAdvertiser(scenario_, [this](const Advertiser& advertiser) {
      AddAdvertiser(advertiser);
    });
    spec_.relations = RelationsOf(scenario_);
    BuildLines();
    spec_.traffic = BuildTraffic();
    if (!market::KeepsLists(spec_)) {
      spec_.line_index = std::make_shared<const market::LineIndex>(spec_);
    }
    return std::move(spec_);
  }

 private:
  /// What a campaign says beyond its spec, kept until lines are made.
  struct Reach {
    std::vector<bool> on_channel;
    std::vector<uint16_t> segments, places, categories;
    market::SyntheticLine rates;
  };

  void BuildBudgets() {
    const Budgets& budgets = scenario_.budgets();
    spec_.budgets.mode = ModeOf(budgets);
    if (budgets.mode() == AUCTIONNET) {
      spec_.budgets.min_remaining = Money(budgets.min_remaining_micros());
    }
    spec_.budgets.reports = {budgets.report_delay_ticks(),
                             budgets.report_every_ticks(),
                             budgets.report_loss_rate()};
  }

  void BuildChannels() {
    double total = 0;
    for (const Channel& channel : scenario_.channel()) {
      total += channel.share();
    }
    for (const Channel& channel : scenario_.channel()) {
      const Member& member =
          channel.has_mechanism() ? channel.mechanism() : scenario_.mechanism();
      spec_.channels.push_back(
          {channel.name(),
           channel.share() / total,
           {channel.slot_weight().begin(), channel.slot_weight().end()},
           MakeMechanism(member).value(),
           MechanismTraitsOf(member)});
    }
  }

  void AddAdvertiser(const Advertiser& advertiser) {
    market::AdvertiserSpec made{advertiser.name(), KindOf(advertiser),
                                PlanOf(scenario_, advertiser)};
    const AdvertiserId id(spec_.advertisers.size());
    spec_.advertisers.push_back(std::move(made));
    for (const Campaign& campaign : advertiser.campaign()) {
      spec_.campaigns.push_back(
          {campaign.name(),
           id,
           ChargeOf(campaign),
           campaign.value_per_click_micros(),
           campaign.value_per_conversion_micros(),
           campaign.target_cpa_micros(),
           campaign.auction_weight(),
           campaign.auction_boost_micros(),
           PlanOf(scenario_, campaign),
           {campaign.strategy().name(),
            StrategyParams(campaign.strategy()).value()}});
      spec_.ads.push_back(market::TraitsOf(
          campaign.category().empty()
              ? market::OwnCategory(static_cast<uint32_t>(spec_.ads.size()))
              : market::NamedCategory(campaign.category()),
          appearance_));
      reach_.push_back(ReachOf(campaign));
    }
  }

  Reach ReachOf(const Campaign& campaign) const {
    Reach reach;
    reach.on_channel.assign(spec_.channels.size(),
                            campaign.channel_size() == 0);
    for (const std::string& name : campaign.channel()) {
      reach.on_channel[IndexOf(scenario_.channel(), name)] = true;
    }
    reach.segments = interests_.Of(campaign.target_interest());
    reach.places = places_.Of(campaign.target_place());
    reach.categories = categories_.Of(campaign.target_category());
    reach.rates = {campaign.click_rate(), campaign.click_rate_spread(),
                   campaign.conversion_rate(), campaign.interest_lift(),
                   campaign.has_interest() ? interests_.Of(campaign.interest())
                                           : market::kNone};
    return reach;
  }

  void BuildLines() {
    for (size_t channel = 0; channel < spec_.channels.size(); ++channel) {
      for (size_t c = 0; c < spec_.campaigns.size(); ++c) {
        if (!reach_[c].on_channel[channel]) continue;
        spec_.lines.push_back({CampaignId(c), spec_.campaigns[c].advertiser,
                               ChannelId(channel), reach_[c].segments,
                               reach_[c].places, reach_[c].categories});
      }
    }
  }

  std::shared_ptr<const market::Traffic> BuildTraffic() const {
    if (scenario_.traffic().has_replay()) return BuildReplay();
    if (scenario_.traffic().has_auctionnet()) return BuildAuctionNet();
    return BuildSynthetic();
  }

  std::shared_ptr<const market::Traffic> BuildAuctionNet() const {
    const AuctionNet& from = scenario_.traffic().auctionnet();
    return market::MakeAuctionNet(
        {.seed = spec_.seed,
         .run = spec_.run,
         .rule = {from.page_views_per_day(), from.mean_conversion_rate()},
         .first_episode = from.first_episode(),
         .days = spec_.calendar.days,
         .campaigns = spec_.campaigns.size(),
         .batches = spec_.budgets.mode == market::BudgetMode::kAuctionNet
                        ? market::BatchSize::kWholeTick
                        : market::BatchSize::kLimited});
  }

  std::shared_ptr<const market::Traffic> BuildSynthetic() const {
    market::SyntheticConfig config = SyntheticTraffic(scenario_);
    for (const market::LineSpec& line : spec_.lines) {
      config.lines.push_back(reach_[line.campaign.index()].rates);
      config.lines.back().campaign = line.campaign.value;
    }
    return market::MakeSynthetic(std::move(config));
  }

  std::shared_ptr<const market::Traffic> BuildReplay() const {
    const Replay& replay = scenario_.traffic().replay();
    market::ReplayConfig config;
    config.log = {log_.click, log_.price, log_.rate};
    for (int64_t& price : config.log.price_micros) {
      price *= replay.price_unit_micros();
    }
    config.page_views_per_tick = replay.page_views_per_tick();
    config.ties = replay.ties() == RIVAL_WINS ? market::TieRule::kRivalWins
                                              : market::TieRule::kBidderWins;
    return market::MakeReplay(std::move(config));
  }

  const Scenario& scenario_;
  const LoggedPages& log_;
  market::Stream appearance_;
  MarketSpec spec_;
  std::vector<Reach> reach_;  ///< one per campaign
  GroupNameLists groups_;
  NameIndex interests_, places_, categories_;
};

}  // namespace

MarketSpec BuildMarket(const Scenario& scenario, const LoggedPages& log) {
  return MarketBuilder(scenario, log).Build();
}

agents::LineFacts FactsOf(const Scenario& scenario,
                          const Advertiser& advertiser,
                          const Campaign& campaign) {
  return {ChargeOf(campaign),
          campaign.value_per_click_micros(),
          campaign.value_per_conversion_micros(),
          DailyBudget(scenario, advertiser, campaign),
          scenario.calendar().ticks_per_day(),
          campaign.target_cpa_micros()};
}

market::SyntheticConfig SyntheticTraffic(const Scenario& scenario) {
  const Synthetic& from = scenario.traffic().synthetic();
  market::SyntheticConfig config;
  config.seed = scenario.seed();
  config.run = scenario.run();
  config.users = from.users();
  config.sessions_per_day = from.sessions_per_day();
  config.hour_weight = {from.hour_weight().begin(), from.hour_weight().end()};
  config.interest_share = GroupShares(from.interest());
  config.place_share = GroupShares(from.place());
  config.category_share = GroupShares(from.category());
  for (const Channel& channel : scenario.channel()) {
    config.channel_share.push_back(channel.share());
  }
  config.continue_rate = from.continue_rate();
  config.continue_after_click_rate = from.continue_after_click_rate();
  config.max_pages = from.max_pages();
  config.truth_spread = from.truth_spread();
  config.ticks_per_day = scenario.calendar().ticks_per_day();
  if (from.has_habits()) config.habits = HabitsOf(from.habits());
  return config;
}

}  // namespace souk::scenarios
