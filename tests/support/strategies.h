// Strategies by name and parameters, for tests.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "agents/strategy.h"
#include "market/family.h"
#include "market/market_spec.h"
#include "tests/support/trained_strategies.h"

namespace souk::tests {

using Params = std::vector<market::ParamValue>;

/// Valid parameters of the members that cannot live on their defaults.
inline const std::map<std::string, Params>& ParamExamples() {
  static const std::map<std::string, Params> examples = {
      {"doubly_robust", {{"batch", {8}, ""}, {"epochs", {5}, ""}}},
      {"drlb",
       {{"hidden", {2}, ""},
        {"memory", {7}, ""},
        {"batch", {2}, ""},
        {"updates", {3}, ""},
        {"explore_days", {2}, ""}}},
      {"empirical_shading", {{"batch", {8}, ""}}},
      {"fixed", {{"bid_micros", {2500}, ""}}},
      {"linear",
       {{"base_bid_micros", {70000}, ""},
        {"average_click_rate", {0.01}, ""},
        {"step_micros", {1000}, ""}}},
      {"mcpc", {{"max_cpc_micros", {500000}, ""}}},
      {"pid",
       {{"base_bid_micros", {69000}, ""},
        {"base_click_rate", {0.01}, ""},
        {"reference_ecpc_micros", {6000}, ""},
        {"p", {0.05}, ""}}},
      {"policy_learning",
       {{"batch", {8}, ""}, {"epochs", {5}, ""}, {"objective", {3}, ""}}},
      {"rlb",
       {{"price_counts", {0, 5, 9, 4, 1}, ""},
        {"horizon", {50}, ""},
        {"average_click_rate", {0.01}, ""}}},
      {"ss_mdp",
       {{"price_counts", {0, 5, 9, 4, 1}, ""},
        {"horizon", {50}, ""},
        {"average_click_rate", {0.01}, ""}}},
      {"value_learning", {{"batch", {8}, ""}}},
  };
  return examples;
}

inline Params ExampleParams(const std::string& name) {
  const auto found = ParamExamples().find(name);
  return found == ParamExamples().end() ? Params() : found->second;
}

/// Whether it offers for clicks of campaigns that want nothing else.
inline bool WantsClicks(const std::string& name) {
  return name == "click_offer" || name == "hibid" || name == "pid_cpc";
}

/// What such a strategy needs of its line or campaign.
template <class FactsOrCampaign>
void MakeClicksTheGoal(FactsOrCampaign& holder) {
  holder.charge = market::Charge::kClick;
  holder.value_per_conversion_micros = 0;
  holder.target_cpa_micros = 0;
}

/// A member with its example of parameters, and of a model if it is trained.
inline market::MemberSpec ExampleMember(const std::string& name) {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), name).value();
  return {name,
          market::ParamSet::Make(entry->params, ExampleParams(name)).value(),
          StrategyModel(name)};
}

/// A strategy or what is wrong with its parameters or facts; a trained one has
/// its example of a model.
inline market::Result<std::unique_ptr<agents::Strategy>> TryStrategy(
    const std::string& name, const Params& given, agents::LineFacts facts) {
  const auto entry = market::FindMember("strategy", agents::Strategies(), name);
  if (!entry) return entry.error();
  const auto params = market::ParamSet::Make((*entry)->params, given);
  if (!params) return params.error();
  if ((*entry)->trained()) {
    const auto network = (*entry)->network(*StrategyModel(name));
    if (!network) return network.error();
    facts.network = *network;
  }
  return (*entry)->make(*params, facts);
}

/// A strategy whose parameters must be right.
inline std::unique_ptr<agents::Strategy> NewStrategy(
    const std::string& name, const Params& given,
    const agents::LineFacts& facts) {
  return TryStrategy(name, given, facts).value();
}

/// The sentence that comes instead of a strategy; "" if there is none.
inline std::string StrategyFault(const std::string& name, const Params& given,
                                 const agents::LineFacts& facts) {
  const auto made = TryStrategy(name, given, facts);
  return made ? "" : made.error().message;
}

/// Facts of a line that pays per view.
inline agents::LineFacts ViewFacts() {
  agents::LineFacts facts;
  facts.charge = market::Charge::kView;
  return facts;
}

}  // namespace souk::tests
