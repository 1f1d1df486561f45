#include "scenarios/market_builder.h"

#include <algorithm>
#include <unordered_map>

#include "market/contracts/supply_types.h"
#include "market/family.h"
#include "market/line_index.h"
#include "market/retrieval.h"
#include "scenarios/contract_builder.h"
#include "scenarios/contract_goals.h"
#include "scenarios/groups.h"
#include "scenarios/members.h"
#include "scenarios/population.h"
#include "scenarios/relations.h"
#include "scenarios/traffic_builder.h"

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
  MarketBuilder(const Scenario& scenario, const LoggedPages& log,
                const ModelShelf& models)
      : scenario_(scenario),
        log_(log),
        models_(models),
        appearance_(scenario.seed(), scenario.run(),
                    market::Purpose::kLikeness),
        groups_(scenario.traffic()),
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
                       recording.bid_share(), recording.flush_ticks(),
                       recording.trajectory_watch_share()};
    if (scenario_.has_conversion_delay()) {
      const ConversionDelay& delay = scenario_.conversion_delay();
      spec_.conversion_delay = {delay.fast_share(), delay.fast_mean_hours(),
                                delay.slow_mean_hours(), delay.cut_hours()};
    }
    spec_.user_model = MakeUserModel(scenario_.user_model()).value();
    BuildChannels();
    ForEachAdvertiser(scenario_, [this](const Advertiser& advertiser, int) {
      AddAdvertiser(advertiser);
    });
    AddBookedCampaigns();
    spec_.relations = RelationsOf(scenario_);
    BuildLines();
    spec_.traffic = BuildTraffic({scenario_, log_, spec_, appeal_});
    BuildContracts();
    if (spec_.contracts.any()) {
      spec_.supply_types = std::make_shared<const market::SupplyTypes>(spec_);
    }
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
  };
  struct Booked {
    AdvertiserId advertiser;
    Contract contract;
    CampaignId campaign;
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
           MakeMechanism(member, models_).value(),
           MechanismTraitsOf(member)});
    }
  }

  void AddAdvertiser(const Advertiser& advertiser) {
    market::AdvertiserSpec made{advertiser.name(), KindOf(advertiser),
                                PlanOf(scenario_, advertiser)};
    const AdvertiserId id(spec_.advertisers.size());
    spec_.advertisers.push_back(std::move(made));
    for (const Campaign& campaign : advertiser.campaign()) {
      AddCampaign({campaign.name(),
                   id,
                   ChargeOf(campaign),
                   campaign.value_per_click_micros(),
                   campaign.value_per_conversion_micros(),
                   campaign.target_cpa_micros(),
                   campaign.auction_weight(),
                   campaign.auction_boost_micros(),
                   PlanOf(scenario_, campaign),
                   {campaign.strategy().name(),
                    StrategyParams(campaign.strategy()).value(),
                    models_.Of(campaign.strategy())}},
                  campaign);
      spec_.campaigns.back().planner = PlannerOf(campaign);
      appeal_.push_back({RatesOf(campaign)});
    }
    for (const Contract& contract : advertiser.contract()) {
      booked_.push_back({id, contract, {}});
    }
  }

  market::MemberSpec PlannerOf(const Campaign& campaign) const {
    if (!campaign.has_planner()) return {};
    const Member& planner = campaign.planner();
    return {planner.name(), PlannerParams(planner).value(),
            models_.Of(planner)};
  }

  /// Behind all others.
  void AddBookedCampaigns() {
    for (size_t j = 0; j < booked_.size(); ++j) {
      Booked& booked = booked_[j];
      booked.campaign = CampaignId(spec_.campaigns.size());
      market::CampaignSpec campaign = CampaignOf(booked.contract);
      campaign.advertiser = booked.advertiser;
      campaign.contract = static_cast<uint32_t>(j);
      AddCampaign(std::move(campaign), booked.contract);
      appeal_.push_back(
          {RatesOf(booked.contract), booked.contract.match_rate()});
    }
  }

  /// `holder`: the Campaign or Contract that it comes from.
  template <class Holder>
  void AddCampaign(market::CampaignSpec campaign, const Holder& holder) {
    spec_.campaigns.push_back(std::move(campaign));
    spec_.ads.push_back(market::TraitsOf(
        holder.category().empty()
            ? market::OwnCategory(static_cast<uint32_t>(spec_.ads.size()))
            : market::NamedCategory(holder.category()),
        appearance_));
    reach_.push_back(ReachOf(holder));
  }

  template <class Holder>
  Reach ReachOf(const Holder& holder) const {
    Reach reach;
    reach.on_channel.assign(spec_.channels.size(), holder.channel_size() == 0);
    for (const std::string& name : holder.channel()) {
      reach.on_channel[IndexOf(scenario_.channel(), name)] = true;
    }
    reach.segments = interests_.Of(holder.target_interest());
    reach.places = places_.Of(holder.target_place());
    reach.categories = categories_.Of(holder.target_category());
    return reach;
  }

  template <class Holder>
  market::SyntheticLine RatesOf(const Holder& holder) const {
    return {holder.click_rate(), holder.click_rate_spread(),
            holder.conversion_rate(), holder.interest_lift(),
            holder.has_interest() ? interests_.Of(holder.interest())
                                  : market::kNone};
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

  /// The contracts: what they are, their lines, and last their goals.
  void BuildContracts() {
    if (booked_.empty()) return;
    spec_.contracts = ServiceOf(scenario_);
    for (const Booked& booked : booked_) {
      market::ContractSpec contract =
          ContractOf(booked.contract, spec_.calendar.ticks());
      contract.advertiser = booked.advertiser;
      contract.campaign = booked.campaign;
      spec_.contracts.contracts.push_back(std::move(contract));
    }
    for (uint32_t line = 0; line < spec_.lines.size(); ++line) {
      const uint32_t contract =
          spec_.campaigns[spec_.lines[line].campaign.index()].contract;
      if (contract == market::kNone) continue;
      spec_.contracts.contracts[contract].lines.push_back(line);
    }
    std::vector<WantedGoal> wanted;
    for (const Booked& booked : booked_) {
      wanted.push_back({static_cast<double>(booked.contract.goal()),
                        booked.contract.goal_of_supply()});
    }
    SetGoals(scenario_.contracts(), wanted, spec_);
  }

  const Scenario& scenario_;
  const LoggedPages& log_;
  const ModelShelf& models_;
  market::Stream appearance_;
  MarketSpec spec_;
  std::vector<Reach> reach_;      ///< by campaign
  std::vector<AdAppeal> appeal_;  ///< by campaign
  std::vector<Booked> booked_;    ///< by contract
  GroupNameLists groups_;
  NameIndex interests_, places_, categories_;
};

}  // namespace

MarketSpec BuildMarket(const Scenario& scenario, const LoggedPages& log,
                       const ModelShelf& models) {
  return MarketBuilder(scenario, log, models).Build();
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

agents::CampaignFacts PlannerFactsOf(const Scenario& scenario,
                                     const Advertiser& advertiser,
                                     const Campaign& campaign) {
  agents::CampaignFacts facts;
  facts.daily_budget = DailyBudget(scenario, advertiser, campaign);
  facts.value_per_click_micros = campaign.value_per_click_micros();
  facts.ticks_per_day = scenario.calendar().ticks_per_day();
  for (int i = 0; i < scenario.channel_size(); ++i) {
    const bool on =
        campaign.channel_size() == 0 ||
        std::ranges::find(campaign.channel(), scenario.channel(i).name()) !=
            campaign.channel().end();
    if (on) facts.channels.push_back(static_cast<uint32_t>(i));
  }
  return facts;
}

}  // namespace souk::scenarios
