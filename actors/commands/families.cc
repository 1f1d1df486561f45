#include "actors/commands/families.h"

#include "agents/strategy.h"
#include "market/auction.h"
#include "market/user_model.h"

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

FamilyCard MechanismCard() {
  FamilyCard card = Card("mechanisms", "mechanism, channel[..].mechanism",
                         market::Mechanisms());
  size_t i = 0;
  for (const market::MechanismEntry& entry : market::Mechanisms()) {
    auto& traits = card.members[i++].traits;
    traits.push_back(entry.traits.truthful
                         ? "truthful: no bid but the value ever gains"
                         : "not truthful: some other bid may gain");
    if (entry.traits.pays_own_bid) traits.push_back("winners pay their bid");
  }
  return card;
}

FamilyCard StrategyCard() {
  FamilyCard card = Card("strategies", "advertiser[..].campaign[..].strategy",
                         agents::Strategies());
  size_t i = 0;
  for (const agents::StrategyEntry& entry : agents::Strategies()) {
    auto& traits = card.members[i++].traits;
    for (const std::string& signal : entry.signals) {
      traits.push_back("reports '" + signal + "' in learning/ of the trace");
    }
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
           {"synthetic",
            "A population with interests, hours and sessions",
            {},
            {},
            "traffic.synthetic"}}};
}

}  // namespace

std::vector<FamilyCard> Families() {
  return {MechanismCard(), StrategyCard(), TrafficCard(),
          Card("user_models", "user_model", market::UserModels())};
}

}  // namespace souk::actors
