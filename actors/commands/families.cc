#include "actors/commands/families.h"

#include "agents/auctioneers/auctioneer.h"
#include "agents/planners/planner.h"
#include "agents/strategy.h"
#include "market/auction.h"
#include "market/contracts/allocator.h"
#include "market/contracts/pacer.h"
#include "market/contracts/roulette.h"
#include "market/user_model.h"
#include "scenarios/schema_text.h"

namespace souk::actors {
namespace {

template <class Entry>
FamilyCard Card(std::string name, std::string field,
                std::span<const Entry> entries) {
  FamilyCard card{std::move(name), std::move(field), {}};
  for (const Entry& entry : entries) {
    card.members.push_back({entry.name, entry.help, {}, entry.params, {}});
  }
  return card;
}

FamilyCard AllocatorCard() {
  FamilyCard card =
      Card("allocators", "contracts.allocator", market::Allocators());
  size_t i = 0;
  for (const market::AllocatorEntry& entry : market::Allocators()) {
    auto& traits = card.members[i++].traits;
    const bool shares =
        entry.traits.way == market::AllocatorTraits::Way::kShares;
    traits.push_back(shares ? "plans shares of supply types for a roulette"
                            : "scores every slot of every page view");
    if (entry.traits.meets_auction) {
      traits.push_back("contracts compete with the auction's prices");
    }
    if (!entry.traits.one_per_page) {
      traits.push_back("may show a contract twice on a page");
    }
    if (shares && !entry.traits.plans_supply) {
      traits.push_back("may plan too little although supply would do");
    }
    if (entry.traits.respects_tiers) {
      traits.push_back("earlier tiers get what they get without later ones");
    }
  }
  return card;
}

/// Of mechanisms or of auctioneers.
template <class Entry>
FamilyCard RuleCard(std::string name, std::span<const Entry> entries) {
  FamilyCard card =
      Card(std::move(name), "mechanism, channel[..].mechanism", entries);
  size_t i = 0;
  for (const Entry& entry : entries) {
    auto& traits = card.members[i++].traits;
    traits.push_back(entry.traits.truthful
                         ? "truthful: no bid but the value ever gains"
                         : "not truthful: some other bid may gain");
    if (entry.traits.pays_own_bid) traits.push_back("winners pay their bid");
    if (entry.traits.joint) {
      traits.push_back("joint: looks at the relations of brands and stores");
    }
    if (entry.traits.may_pay_bidders) {
      traits.push_back("may pay bidders: for analysis, not for channels");
    }
    if (entry.traits.needs_runner_up) {
      traits.push_back("a slot sells only above another bid");
    }
    if (!entry.traits.anonymous) {
      traits.push_back(
          "campaigns count for what auction_weight or "
          "auction_boost_micros say");
    }
    if (entry.traits.may_leave_slots_empty) {
      traits.push_back("may turn bidders away although a slot is free");
    }
    if (entry.traits.reads_as_cascade) {
      traits.push_back(
          "expects users to read from the top, whatever the slot "
          "weights");
    }
  }
  return card;
}

FamilyCard AuctioneerCard() {
  FamilyCard card = RuleCard("auctioneers", agents::Auctioneers());
  for (MemberCard& member : card.members) {
    member.traits.push_back("trained: needs `model`, see `souk train --list`");
  }
  return card;
}

FamilyCard RouletteCard() {
  FamilyCard card =
      Card("roulettes", "contracts.roulette", market::Roulettes());
  size_t i = 0;
  for (const market::RouletteEntry& entry : market::Roulettes()) {
    auto& traits = card.members[i++].traits;
    traits.push_back(entry.traits.exact_slots
                         ? "every slot shows a contract as often as planned"
                         : "slots show contracts more or less than planned");
    traits.push_back(entry.traits.exact_totals
                         ? "as many pages show a contract as planned"
                         : "more or fewer pages show a contract than planned");
    traits.push_back(entry.traits.one_per_page
                         ? "never shows a contract twice on a page"
                         : "may show a contract twice on a page");
  }
  return card;
}

FamilyCard StrategyCard() {
  FamilyCard card = Card("strategies", "advertiser[..].campaign[..].strategy",
                         agents::Strategies());
  size_t i = 0;
  for (const agents::StrategyEntry& entry : agents::Strategies()) {
    auto& traits = card.members[i++].traits;
    if (entry.trained()) {
      traits.push_back("trained: needs `model`, see `souk train --list`");
    }
    for (const std::string& signal : entry.signals) {
      traits.push_back("reports '" + signal + "' in learning/ of the trace");
    }
  }
  return card;
}

FamilyCard PlannerCard() {
  FamilyCard card = Card("planners", "advertiser[..].campaign[..].planner",
                         agents::Planners());
  size_t i = 0;
  for (const agents::PlannerEntry& entry : agents::Planners()) {
    auto& traits = card.members[i++].traits;
    if (!entry.trained) continue;
    traits.push_back("trained: needs `model`, see `souk train --list`");
  }
  return card;
}

FamilyCard TrafficCard() {
  return {"traffic",
          "traffic",
          {{"replay",
            "A logged stream, the market price as rival",
            {},
            {},
            "traffic.replay"},
           {"requests",
            "A stream of page views of types, each by a new user",
            {},
            {},
            "traffic.requests"},
           {"synthetic",
            "A population with interests, hours and sessions",
            {},
            {},
            "traffic.synthetic"}}};
}

std::string DefaultText(const market::ParamSpec& param) {
  if (param.default_value.empty()) return "must be given";
  std::string text = "default";
  for (double value : param.default_value) {
    text += market::Concat(" ", value);
  }
  return text;
}

std::string ParamText(const market::ParamSpec& param) {
  return market::Concat("  ", param.name, " [", param.unit, "]  ",
                        market::RangeText(param), ", ", DefaultText(param),
                        "\n      ", param.help, "\n");
}

}  // namespace

std::vector<FamilyCard> Families() {
  return {AllocatorCard(),
          AuctioneerCard(),
          RuleCard("mechanisms", market::Mechanisms()),
          Card("pacers", "contracts.pacer", market::Pacers()),
          PlannerCard(),
          RouletteCard(),
          StrategyCard(),
          TrafficCard(),
          Card("user_models", "user_model", market::UserModels())};
}

std::string MemberText(const FamilyCard& family, const MemberCard& member) {
  std::string text = member.name + "  (" + family.name + ")\n";
  text += "  " + member.help + "\n";
  for (const std::string& trait : member.traits) text += "  " + trait + "\n";
  if (!member.fields.empty()) {
    return text + scenarios::ExplainField(member.fields).value();
  }
  text += member.params.empty() ? "no parameters\n" : "parameters\n";
  for (const market::ParamSpec& param : member.params) text += ParamText(param);
  return text;
}

}  // namespace souk::actors
