// Planners by name, with default parameters, of a campaign on two channels.
#pragma once

#include <memory>
#include <string>

#include "agents/planners/planner.h"
#include "market/family.h"
#include "tests/support/hibid.h"

namespace souk::tests {

inline agents::CampaignFacts TwoChannelFacts() {
  agents::CampaignFacts facts;
  facts.daily_budget = market::Money(100000);
  facts.value_per_click_micros = 1000;
  facts.ticks_per_day = 4;
  facts.channels = {0, 1};
  facts.campaign = 3;
  return facts;
}

/// A planner or what is wrong; a trained one gets a made-up model.
inline market::Result<std::unique_ptr<agents::Planner>> TryPlanner(
    const std::string& name, agents::CampaignFacts facts) {
  const auto entry = market::FindMember("planner", agents::Planners(), name);
  if (!entry) return entry.error();
  if ((*entry)->trained && !facts.model) {
    facts.model = std::make_shared<const market::TrainedModel>(HibidModel(2));
  }
  return (*entry)->make(market::ParamSet::Make((*entry)->params, {}).value(),
                        facts);
}

/// The days of a campaign on two channels: these clicks, each at 700.
inline std::vector<std::vector<agents::LineDay>> DaysOfClicks(
    const std::vector<std::array<int64_t, 2>>& clicks) {
  std::vector<std::vector<agents::LineDay>> days;
  for (const auto& one : clicks) {
    std::vector<agents::LineDay>& day = days.emplace_back(2);
    for (size_t line = 0; line < 2; ++line) {
      day[line].tally.auctions = 50 * one[line];
      day[line].tally.impressions = 20 * one[line];
      day[line].tally.clicks = one[line];
      day[line].tally.spend = market::Money(700 * one[line]);
      day[line].share = 0.5;
    }
  }
  return days;
}

}  // namespace souk::tests
