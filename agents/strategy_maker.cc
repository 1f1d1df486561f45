#include "agents/strategy_maker.h"

#include <algorithm>
#include <utility>

#include "market/family.h"

namespace souk::agents {
namespace {

using market::CampaignSpec;
using market::Error;
using market::LineSpec;
using market::MarketSpec;
using market::Result;
using market::TrainedModel;

Error At(const CampaignSpec& campaign, const Error& error) {
  return {market::Concat("campaign '", campaign.name,
                         "': strategy: ", error.message)};
}

}  // namespace

LineFacts FactsOfLine(const MarketSpec& spec, const LineSpec& line) {
  const CampaignSpec& campaign = spec.campaigns[line.campaign.index()];
  const auto& advertiser = spec.advertisers[campaign.advertiser.index()];
  LineFacts facts;
  facts.charge = campaign.charge;
  facts.value_per_click_micros = campaign.value_per_click_micros;
  facts.value_per_conversion_micros = campaign.value_per_conversion_micros;
  facts.target_cpa_micros = campaign.target_cpa_micros;
  const uint32_t days = spec.calendar.days;
  facts.daily_budget =
      std::min(advertiser.budget.PerDay(days), campaign.budget.PerDay(days));
  facts.ticks_per_day = spec.calendar.ticks_per_day;
  facts.seed = spec.seed;
  facts.run = spec.run;
  facts.line = static_cast<uint32_t>(&line - spec.lines.data());
  facts.channel = static_cast<uint32_t>(line.channel.index());
  return facts;
}

Result<StrategyMaker::Network> StrategyMaker::NetworkOf(
    const StrategyEntry& entry, const TrainedModel* model) {
  if (!entry.trained() && model == nullptr) return Network();
  if (!entry.trained()) {
    return Error{market::Concat("'", entry.name,
                                "' is not trained, but a model is given")};
  }
  if (model == nullptr) {
    return Error{
        market::Concat("'", entry.name, "' is trained, and needs a model")};
  }
  const auto known = std::ranges::find_if(networks_, [&](const Made& made) {
    return made.entry == &entry && made.model == model;
  });
  if (known != networks_.end()) return known->network;
  auto network = entry.network(*model);
  if (network) networks_.push_back({&entry, model, *network});
  return network;
}

Result<std::unique_ptr<Strategy>> StrategyMaker::Make(const LineSpec& line) {
  const CampaignSpec& campaign = spec_.campaigns[line.campaign.index()];
  const market::MemberSpec& member = campaign.strategy;
  const auto entry = market::FindMember("strategy", family_, member.name);
  if (!entry) return At(campaign, entry.error());
  const auto network = NetworkOf(**entry, member.model.get());
  if (!network) return At(campaign, network.error());
  LineFacts facts = FactsOfLine(spec_, line);
  facts.network = *network;
  auto strategy = (*entry)->make(member.params, facts);
  if (!strategy) return At(campaign, strategy.error());
  return strategy;
}

std::vector<std::string> StrategyMaker::SignalsOf(const LineSpec& line) const {
  const auto& name = spec_.campaigns[line.campaign.index()].strategy.name;
  const auto entry = market::FindMember("strategy", family_, name);
  return entry ? (*entry)->signals : std::vector<std::string>();
}

}  // namespace souk::agents
