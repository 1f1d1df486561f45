#include <iostream>

#include "actors/commands/contracts_report.h"
#include "actors/commands/load_scenario.h"
#include "actors/commands/options.h"
#include "market/family.h"
#include "scenarios/summary_json.h"

namespace souk::actors {
namespace {

namespace po = boost::program_options;
using market::AllocatorEntry;
using market::Error;
using market::Result;

bool PlansShares(const AllocatorEntry& entry) {
  return entry.traits.way == market::AllocatorTraits::Way::kShares;
}

/// With the defaults of all its parameters.
Result<PlanningRule> RuleOf(const AllocatorEntry& entry) {
  const auto params = market::ParamSet::Make(entry.params, {});
  if (!params) return params.error();
  const auto made = entry.make(*params);
  if (!made) return made.error();
  return PlanningRule{entry.name, *made};
}

Result<PlanningRule> RuleCalled(const std::string& name) {
  const auto entry =
      market::FindMember("allocator", market::Allocators(), name);
  if (!entry) return entry.error();
  if (PlansShares(**entry)) return RuleOf(**entry);
  return Error{"'" + name +
               "' scores page views as they come and plans nothing ahead"};
}

/// All of the family, or the one asked for; and what the scenario has.
Result<std::vector<PlanningRule>> RulesFor(const Arguments& arguments) {
  std::vector<PlanningRule> rules;
  if (arguments.has("allocator")) {
    auto rule = RuleCalled(arguments.get<std::string>("allocator"));
    if (!rule) return Error{"--allocator: " + rule.error().message};
    return std::vector<PlanningRule>{std::move(rule).value()};
  }
  for (const AllocatorEntry& entry : market::Allocators()) {
    if (!PlansShares(entry)) continue;
    auto rule = RuleOf(entry);
    if (!rule) return rule.error();
    rules.push_back(std::move(rule).value());
  }
  return rules;
}

Accepts ContractsAccepts() {
  Accepts accepts;
  accepts.positional = "FILE";
  AddScenarioOptions(accepts.options);
  accepts.options.add_options()(
      "allocator", po::value<std::string>()->value_name("NAME"),
      "Plan by this one only, with its defaults; default: by all that plan "
      "shares, and by the scenario's own")(
      "json", "Print one JSON object instead of the tables");
  return accepts;
}

int Print(const market::MarketSpec& spec, std::vector<PlanningRule> rules,
          const Arguments& arguments) {
  const auto& own = spec.contracts;
  const bool one = arguments.has("allocator");
  if (!one && own.traits.way == market::AllocatorTraits::Way::kShares) {
    rules.push_back({"(scenario)", own.allocator});
  }
  scenarios::ContractsReport report = ReportContracts(spec, rules);
  for (const AllocatorEntry& entry : market::Allocators()) {
    if (!one && !PlansShares(entry)) report.add_scoring(entry.name);
  }
  std::cout << (arguments.has("json") ? scenarios::ToJson(report)
                                      : ContractsText(report));
  return kDone;
}

int Contracts(const Command& self, const std::vector<std::string>& words) {
  int exit_code = kDone;
  const auto arguments = Parse(self, ContractsAccepts(), words, exit_code);
  if (!arguments) return exit_code;
  const auto refuse = [](const std::string& sentence) {
    std::cerr << "souk contracts: " << sentence << "\n";
    return kWrongInput;
  };
  auto rules = RulesFor(*arguments);
  if (!rules) return refuse(rules.error().message);
  const auto loaded = scenarios::LoadScenario(RequestOf(*arguments));
  if (!loaded) {
    std::cerr << loaded.error().message << "\n";
    return kWrongInput;
  }
  if (!loaded->market.contracts.any()) {
    return refuse("'" + arguments->positional[0] +
                  "' has no contracts (advertiser.contract)");
  }
  return Print(loaded->market, std::move(rules).value(), *arguments);
}

}  // namespace

Command ContractsCommand() {
  return {
      "contracts",
      "Plans the contracts of a scenario by every allocator, without a run",
      "souk contracts FILE [--set PATH=VALUE]... [--allocator NAME] [--json]",
      "  souk contracts scenarios/library/gd_multi_birkhoff.textproto\n",
      Contracts,
      "Supply and bookings are those of the whole run, as expected when it\n"
      "starts. Figures of a plan: fulfilment, penalties of what is missing,\n"
      "nonrep (how unevenly contracts are spread over what they may have),\n"
      "objective (both together, least is best; of SHALE, arXiv 1203.3619).\n"};
}

}  // namespace souk::actors
