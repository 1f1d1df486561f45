#include "scenarios/relations.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "market/family.h"
#include "scenarios/members.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

using market::AdvertiserId;

constexpr uint64_t kMostRelations = 1000000;

/// Some copies of a template.
struct Copies {
  int advertiser = 0;  ///< position of the template
  uint32_t first = 0;
  uint32_t size = 0;
};

/// The copies of `advertiser` (at `position`) that `name` stands for.
std::optional<Copies> CopiesCalled(const std::string& name, int position,
                                   const Advertiser& advertiser) {
  const uint32_t count = CheckedCount(advertiser);
  if (name == advertiser.name()) return Copies{position, 0, count};
  if (count == 1 || !name.starts_with(advertiser.name() + "-")) return {};
  uint32_t number = 0;
  const char* const digits = name.data() + advertiser.name().size() + 1;
  std::from_chars(digits, name.data() + name.size(), number);
  const bool copy = number >= 1 && number <= count &&
                    name == CopyName(advertiser, number - 1);
  if (!copy) return {};
  return Copies{position, number - 1, 1};
}

/// Whom `name` (empty: everybody) means among the advertisers of `kind`; with
/// kind unspecified, among all.
std::vector<Copies> FindCopies(const Scenario& scenario,
                               const std::string& name, AdvertiserKind kind) {
  std::vector<Copies> found;
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const Advertiser& advertiser = scenario.advertiser(a);
    if (kind != ADVERTISER_KIND_UNSPECIFIED && advertiser.kind() != kind) {
      continue;
    }
    const auto copies = name.empty() ? Copies{a, 0, CheckedCount(advertiser)}
                                     : CopiesCalled(name, a, advertiser);
    if (copies) found.push_back(*copies);
  }
  return found;
}

std::vector<std::string> NamesOf(const Scenario& scenario,
                                 AdvertiserKind kind) {
  std::vector<std::string> names;
  for (const Advertiser& advertiser : scenario.advertiser()) {
    if (advertiser.kind() == kind) names.push_back(advertiser.name());
  }
  return names;
}

/// Both sides of one relation.
struct Ends {
  std::vector<Copies> brands;
  std::vector<Copies> stores;
};

Ends EndsOf(const Scenario& scenario, const Relation& relation) {
  return {FindCopies(scenario, relation.brand(), BRAND),
          FindCopies(scenario, relation.store(), STORE)};
}

uint64_t Total(const std::vector<Copies>& copies) {
  uint64_t total = 0;
  for (const Copies& one : copies) total += one.size;
  return total;
}

/// One name of a relation.
struct Mention {
  const std::string& name;
  AdvertiserKind kind;
  const char* noun;  ///< also the field
  FieldPath path;
};

void CheckName(const Scenario& scenario, const Mention& mention,
               Faults& faults) {
  if (mention.name.empty()) return;
  if (!FindCopies(scenario, mention.name, mention.kind).empty()) return;
  const auto others =
      FindCopies(scenario, mention.name, ADVERTISER_KIND_UNSPECIFIED);
  if (others.empty()) {
    faults.Add(mention.path,
               ": " + market::UnknownMember(mention.noun, mention.name,
                                            NamesOf(scenario, mention.kind)));
    return;
  }
  const auto kind = scenario.advertiser(others.front().advertiser).kind();
  faults.Add(mention.path, " = \"" + mention.name + "\" is of kind " +
                               AdvertiserKind_Name(kind) + ", must be " +
                               AdvertiserKind_Name(mention.kind));
}

void CheckNamesOfRelations(const Scenario& scenario, Faults& faults) {
  uint64_t pairs = 0;
  for (int r = 0; r < scenario.relation_size(); ++r) {
    const Relation& relation = scenario.relation(r);
    const FieldPath path = FieldPath().Item("relation", static_cast<size_t>(r));
    CheckName(scenario, {relation.brand(), BRAND, "brand", path.Field("brand")},
              faults);
    CheckName(scenario, {relation.store(), STORE, "store", path.Field("store")},
              faults);
    const Ends ends = EndsOf(scenario, relation);
    pairs += Total(ends.brands) * Total(ends.stores);
    if (pairs <= kMostRelations) continue;
    faults.Add(path, ": with it " + std::to_string(pairs) +
                         " pairs of a brand and a store are related, must be "
                         "at most " +
                         std::to_string(kMostRelations));
    return;
  }
}

bool IsOn(const Campaign& campaign, const Channel& channel) {
  return campaign.channel_size() == 0 ||
         std::ranges::count(campaign.channel(), channel.name()) > 0;
}

/// A campaign and where it stands.
struct Placed {
  const Campaign* campaign;
  FieldPath path;
};

/// The campaigns on a channel of those that `copies` are of.
std::vector<Placed> CampaignsOn(const Scenario& scenario,
                                const Channel& channel,
                                const std::vector<Copies>& copies) {
  std::vector<Placed> placed;
  for (const Copies& one : copies) {
    const Advertiser& advertiser = scenario.advertiser(one.advertiser);
    const FieldPath path =
        FieldPath().Item("advertiser", static_cast<size_t>(one.advertiser));
    for (int c = 0; c < advertiser.campaign_size(); ++c) {
      if (!IsOn(advertiser.campaign(c), channel)) continue;
      placed.push_back({&advertiser.campaign(c),
                        path.Item("campaign", static_cast<size_t>(c))});
    }
  }
  return placed;
}

/// Campaigns that may share a slot of `channel` with another.
std::vector<Placed> RelatedOn(const Scenario& scenario,
                              const Channel& channel) {
  std::vector<Placed> related;
  for (const Relation& relation : scenario.relation()) {
    const Ends ends = EndsOf(scenario, relation);
    const auto brands = CampaignsOn(scenario, channel, ends.brands);
    const auto stores = CampaignsOn(scenario, channel, ends.stores);
    if (brands.empty() || stores.empty()) continue;
    related.insert(related.end(), brands.begin(), brands.end());
    related.insert(related.end(), stores.begin(), stores.end());
  }
  return related;
}

void CheckCharges(const std::vector<Placed>& related, const Channel& channel,
                  Faults& faults) {
  const Placed& first = related.front();
  for (const Placed& other : related) {
    if (other.campaign->charge() == first.campaign->charge()) continue;
    faults.Add(other.path.Field("charge"),
               " = " + Charge_Name(other.campaign->charge()) + ", but " +
                   first.path.shown + " pays for a " +
                   Charge_Name(first.campaign->charge()) +
                   "; who shares slots of channel \"" + channel.name() +
                   "\" must pay for the same");
    return;
  }
}

void CheckJointChannel(const Scenario& scenario, const Channel& channel,
                       const FieldPath& path, Faults& faults) {
  const Member& mechanism =
      channel.has_mechanism() ? channel.mechanism() : scenario.mechanism();
  const market::MechanismTraits traits = MechanismTraitsOf(mechanism);
  if (!traits.joint) return;
  const FieldPath place = (channel.has_mechanism() ? path : FieldPath())
                              .Field("mechanism")
                              .Field("name");
  const std::string found = " = \"" + mechanism.name() + "\": ";
  if (traits.may_pay_bidders) {
    faults.Add(place, found +
                          "it may pay bidders, and no channel does; see "
                          "joint_vcg0");
  }
  if (scenario.traffic().has_replay()) {
    faults.Add(place, found +
                          "a replay has no brands and stores that share "
                          "slots");
    return;
  }
  if (scenario.traffic().requests().has_rival_high_micros()) {
    faults.Add(place, found +
                          "a market price is no brand and no store; leave "
                          "traffic.requests.rival_high_micros away");
    return;
  }
  const std::vector<Placed> related = RelatedOn(scenario, channel);
  if (!related.empty()) return CheckCharges(related, channel, faults);
  faults.Add(place, found +
                        "it needs brands and stores that may share slots, "
                        "but no relation joins two campaigns on channel "
                        "\"" +
                        channel.name() + "\"");
}

}  // namespace

void CheckRelations(const Scenario& scenario, Faults& faults) {
  CheckNamesOfRelations(scenario, faults);
  if (!faults.empty()) return;
  for (int c = 0; c < scenario.channel_size(); ++c) {
    CheckJointChannel(scenario, scenario.channel(c),
                      FieldPath().Item("channel", static_cast<size_t>(c)),
                      faults);
  }
}

std::vector<market::Relation> RelationsOf(const Scenario& scenario) {
  std::vector<size_t> first_id;
  size_t advertisers = 0;
  for (const Advertiser& advertiser : scenario.advertiser()) {
    first_id.push_back(advertisers);
    advertisers += CheckedCount(advertiser);
  }
  const auto ids = [&](const std::vector<Copies>& copies) {
    std::vector<AdvertiserId> all;
    for (const Copies& one : copies) {
      for (uint32_t k = 0; k < one.size; ++k) {
        const auto of = static_cast<size_t>(one.advertiser);
        all.emplace_back(first_id[of] + one.first + k);
      }
    }
    return all;
  };
  std::vector<market::Relation> relations;
  for (const Relation& relation : scenario.relation()) {
    const Ends ends = EndsOf(scenario, relation);
    for (const AdvertiserId brand : ids(ends.brands)) {
      for (const AdvertiserId store : ids(ends.stores)) {
        relations.push_back({brand, store});
      }
    }
  }
  std::ranges::sort(relations);
  const auto twice = std::ranges::unique(relations);
  relations.erase(twice.begin(), twice.end());
  return relations;
}

}  // namespace souk::scenarios
