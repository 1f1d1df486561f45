#include "scenarios/members.h"

#include <algorithm>
#include <cmath>

#include "agents/auctioneers/auctioneer.h"
#include "market/family.h"
#include "scenarios/market_builder.h"
#include "scenarios/rule_checks.h"

namespace souk::scenarios {
namespace {

using market::Error;
using market::ParamSet;
using market::ParamSpec;
using market::ParamValue;
using market::Result;

std::vector<ParamValue> Given(const Member& member) {
  std::vector<ParamValue> given;
  for (const Param& param : member.param()) {
    given.push_back({param.name(),
                     {param.value().begin(), param.value().end()},
                     param.unit()});
  }
  return given;
}

void WriteBack(const ParamSet& params, Member& member) {
  member.clear_param();
  for (const ParamValue& value : params.values()) {
    Param* param = member.add_param();
    param->set_name(value.name);
    param->mutable_value()->Add(value.value.begin(), value.value.end());
    if (!value.unit.empty()) param->set_unit(value.unit);
  }
}

/// Whether an entry works with weights from a file.
template <class Entry>
bool IsTrained(const Entry&) {
  return false;
}
bool IsTrained(const agents::AuctioneerEntry&) { return true; }
bool IsTrained(const agents::StrategyEntry& entry) { return entry.trained(); }
bool IsTrained(const agents::PlannerEntry& entry) { return entry.trained; }

const agents::AuctioneerEntry* FindAuctioneer(const std::string& name) {
  for (const auto& entry : agents::Auctioneers()) {
    if (entry.name == name) return &entry;
  }
  return nullptr;
}

/// Mechanisms and auctioneers together: what may stand as a mechanism.
std::vector<std::string> MechanismNames() {
  auto names = market::MemberNames(market::Mechanisms());
  for (const auto& entry : agents::Auctioneers()) names.push_back(entry.name);
  std::ranges::sort(names);
  return names;
}

class MemberChecker {
 public:
  MemberChecker(const ModelShelf& models, Faults& faults)
      : models_(models), faults_(faults) {}

  /// The entry, if the member exists and its parameters are right.
  template <class Entry>
  const Entry* Complete(std::string_view noun, std::span<const Entry> family,
                        Member& member, const FieldPath& path) {
    if (member.name().empty()) return nullptr;
    const auto found = market::FindMember(noun, family, member.name());
    if (!found.ok()) {
      faults_.Add(path.Field("name"), ": " + found.error().message);
      return nullptr;
    }
    const Entry* entry = found.value();
    const bool right = CompleteParams(entry->params, member, path, faults_);
    return ModelFits(*entry, member, path) && right ? entry : nullptr;
  }

  /// The same, and the member can be made.
  template <class Entry>
  void CompleteMade(std::string_view noun, std::span<const Entry> family,
                    Member& member, const FieldPath& path) {
    const auto* entry = Complete(noun, family, member, path);
    if (!entry) return;
    const auto made = entry->make(ParamsOf(entry->params, member));
    if (!made.ok()) faults_.Add(path, ": " + made.error().message);
  }

  void CompleteMechanism(Member& mechanism, const FieldPath& path) {
    const std::string& name = mechanism.name();
    if (FindAuctioneer(name)) return CompleteAuctioneer(mechanism, path);
    const auto names = MechanismNames();
    if (!name.empty() && !std::ranges::binary_search(names, name)) {
      faults_.Add(path.Field("name"),
                  ": " + market::UnknownMember("mechanism", name, names));
      return;
    }
    CompleteMade("mechanism", market::Mechanisms(), mechanism, path);
  }

  void CompleteAuctioneer(Member& mechanism, const FieldPath& path) {
    const auto* entry =
        Complete("mechanism", agents::Auctioneers(), mechanism, path);
    const auto model = models_.Of(mechanism);
    if (!entry || !model) return;
    const auto made = entry->make(ParamsOf(entry->params, mechanism), model);
    if (!made.ok()) faults_.Add(path, ": " + made.error().message);
  }

  void CompleteContracts(Contracts& contracts, const FieldPath& path) {
    CompleteMade("allocator", market::Allocators(),
                 *contracts.mutable_allocator(), path.Field("allocator"));
    CompleteMade("roulette", market::Roulettes(), *contracts.mutable_roulette(),
                 path.Field("roulette"));
    CompleteMade("pacer", market::Pacers(), *contracts.mutable_pacer(),
                 path.Field("pacer"));
  }

  void CompleteStrategy(const Scenario& scenario, Advertiser& advertiser,
                        int index, const FieldPath& path) {
    Campaign& campaign = *advertiser.mutable_campaign(index);
    Member& strategy = *campaign.mutable_strategy();
    const auto* entry =
        Complete("strategy", agents::Strategies(), strategy, path);
    if (!entry || !KeepsRules(advertiser) || !KeepsRules(scenario.calendar())) {
      return;
    }
    agents::LineFacts facts = FactsOf(scenario, advertiser, campaign);
    if (entry->trained()) {
      const auto model = models_.Of(strategy);
      if (!model) return;
      auto network = entry->network(*model);
      if (!network) return faults_.Add(path, ": " + network.error().message);
      facts.network = std::move(network).value();
    }
    const auto made = entry->make(ParamsOf(entry->params, strategy), facts);
    if (!made.ok()) faults_.Add(path, ": " + made.error().message);
  }

  void CompletePlanner(const Scenario& scenario, Advertiser& advertiser,
                       int index, const FieldPath& path) {
    Campaign& campaign = *advertiser.mutable_campaign(index);
    if (!campaign.has_planner()) return;
    Member& planner = *campaign.mutable_planner();
    const auto* entry = Complete("planner", agents::Planners(), planner, path);
    if (!entry || !KeepsRules(advertiser) || !KeepsRules(scenario.calendar())) {
      return;
    }
    agents::CampaignFacts facts =
        PlannerFactsOf(scenario, advertiser, campaign);
    if (facts.channels.size() < 2) {
      return faults_.Add(path,
                         " is given, but its campaign is on one channel "
                         "only: there is nothing to split");
    }
    facts.model = models_.Of(planner);
    if (entry->trained && !facts.model) return;
    const auto made = entry->make(ParamsOf(entry->params, planner), facts);
    if (!made.ok()) faults_.Add(path, ": " + made.error().message);
  }

 private:
  /// A model is given exactly where one is needed.
  template <class Entry>
  bool ModelFits(const Entry& entry, const Member& member,
                 const FieldPath& path) {
    if (IsTrained(entry) == member.has_model()) return true;
    if (member.has_model()) {
      faults_.Add(path.Field("model"),
                  " is given, but '" + entry.name + "' is not trained");
    } else {
      faults_.Add(path, ": '" + entry.name +
                            "' is trained, and needs a model: a file that "
                            "`souk train` wrote");
    }
    return false;
  }

  const ModelShelf& models_;
  Faults& faults_;
};

template <class Object, class Entry>
Result<std::shared_ptr<const Object>> MakeMember(std::string_view noun,
                                                 std::span<const Entry> family,
                                                 const Member& member) {
  const auto entry = market::FindMember(noun, family, member.name());
  if (!entry.ok()) return entry.error();
  const auto params = ParamSet::Make(entry.value()->params, Given(member));
  if (!params.ok()) return params.error();
  return entry.value()->make(params.value());
}

}  // namespace

bool CompleteParams(std::span<const ParamSpec> specs, Member& member,
                    const FieldPath& path, Faults& faults) {
  const auto given = Given(member);
  const auto wrong = market::CheckParams(specs, given);
  for (const market::ParamFault& fault : wrong) {
    const bool there = fault.index < given.size();
    const FieldPath here =
        there ? PathOf(path, member,
                       Member::descriptor()->FindFieldByName("param"),
                       static_cast<int>(fault.index))
              : path;
    faults.Add(here, ": " + fault.message);
  }
  if (!wrong.empty()) return false;
  WriteBack(ParamSet::Make(specs, given).value(), member);
  return true;
}

ParamSet ParamsOf(std::span<const ParamSpec> specs, const Member& member) {
  return ParamSet::Make(specs, Given(member)).value();
}

void CompleteMembers(Scenario& scenario, const ModelShelf& models,
                     Faults& faults) {
  MemberChecker checker(models, faults);
  const FieldPath root;
  checker.CompleteMechanism(*scenario.mutable_mechanism(),
                            root.Field("mechanism"));
  checker.Complete("user model", market::UserModels(),
                   *scenario.mutable_user_model(), root.Field("user_model"));
  if (scenario.has_contracts()) {
    checker.CompleteContracts(*scenario.mutable_contracts(),
                              root.Field("contracts"));
  }
  for (int c = 0; c < scenario.channel_size(); ++c) {
    if (!scenario.channel(c).has_mechanism()) continue;
    checker.CompleteMechanism(
        *scenario.mutable_channel(c)->mutable_mechanism(),
        root.Item("channel", static_cast<size_t>(c)).Field("mechanism"));
  }
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const FieldPath path = root.Item("advertiser", static_cast<size_t>(a));
    for (int c = 0; c < scenario.advertiser(a).campaign_size(); ++c) {
      checker.CompleteStrategy(
          scenario, *scenario.mutable_advertiser(a), c,
          path.Item("campaign", static_cast<size_t>(c)).Field("strategy"));
      checker.CompletePlanner(
          scenario, *scenario.mutable_advertiser(a), c,
          path.Item("campaign", static_cast<size_t>(c)).Field("planner"));
    }
  }
}

Result<ParamSet> StrategyParams(const Member& strategy) {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), strategy.name());
  if (!entry.ok()) return entry.error();
  return ParamSet::Make(entry.value()->params, Given(strategy));
}

Result<ParamSet> PlannerParams(const Member& planner) {
  const auto entry =
      market::FindMember("planner", agents::Planners(), planner.name());
  if (!entry.ok()) return entry.error();
  return ParamSet::Make(entry.value()->params, Given(planner));
}

void RoundIntegerParams(Member& strategy) {
  const auto entry =
      market::FindMember("strategy", agents::Strategies(), strategy.name());
  if (!entry.ok()) return;
  for (const ParamSpec& spec : entry.value()->params) {
    if (spec.shape != market::ParamShape::kInteger) continue;
    for (Param& param : *strategy.mutable_param()) {
      if (param.name() != spec.name) continue;
      for (double& value : *param.mutable_value()) {
        value = std::floor(value + 0.5);
      }
    }
  }
}

Result<std::shared_ptr<const market::Mechanism>> MakeMechanism(
    const Member& member, const ModelShelf& models) {
  if (const auto* entry = FindAuctioneer(member.name())) {
    return entry->make(ParamsOf(entry->params, member), models.Of(member));
  }
  return MakeMember<market::Mechanism>("mechanism", market::Mechanisms(),
                                       member);
}

market::MechanismTraits MechanismTraitsOf(const Member& member) {
  if (const auto* entry = FindAuctioneer(member.name())) return entry->traits;
  const auto entry =
      market::FindMember("mechanism", market::Mechanisms(), member.name());
  return entry.ok() ? entry.value()->traits : market::MechanismTraits();
}

Result<std::shared_ptr<const market::UserModel>> MakeUserModel(
    const Member& member) {
  return MakeMember<market::UserModel>("user model", market::UserModels(),
                                       member);
}

Result<std::shared_ptr<const market::ContractAllocator>> MakeAllocator(
    const Member& member) {
  return MakeMember<market::ContractAllocator>("allocator",
                                               market::Allocators(), member);
}

Result<std::shared_ptr<const market::Roulette>> MakeRoulette(
    const Member& member) {
  return MakeMember<market::Roulette>("roulette", market::Roulettes(), member);
}

Result<std::shared_ptr<const market::Pacer>> MakePacer(const Member& member) {
  return MakeMember<market::Pacer>("pacer", market::Pacers(), member);
}

}  // namespace souk::scenarios
