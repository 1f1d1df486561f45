#include "scenarios/name_checks.h"

#include <algorithm>
#include <unordered_map>

#include "market/family.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

/// Names of one kind; a second owner of a name is a fault.
class NameBook {
 public:
  explicit NameBook(Faults& faults) : faults_(faults) {}

  void Add(const std::string& name, const FieldPath& owner) {
    if (name.empty()) return;
    const auto [found, fresh] = owners_.emplace(name, owner.shown);
    if (fresh) return;
    const std::string whose = found->second == owner.shown
                                  ? " names two copies"
                                  : " is also the name of " + found->second;
    faults_.Add(owner.Field("name"), " = \"" + name + "\"" + whose);
  }

 private:
  Faults& faults_;
  std::unordered_map<std::string, std::string> owners_;
};

template <class Elements>
void CheckUnique(const Elements& elements, const FieldPath& holder,
                 const std::string& field, Faults& faults) {
  NameBook book(faults);
  for (int i = 0; i < elements.size(); ++i) {
    book.Add(elements[i].name(), holder.Item(field, static_cast<size_t>(i)));
  }
}

void CheckAdvertiserNames(const Scenario& scenario, Faults& faults) {
  NameBook book(faults);
  for (int i = 0; i < scenario.advertiser_size(); ++i) {
    const Advertiser& advertiser = scenario.advertiser(i);
    const FieldPath path =
        FieldPath().Item("advertiser", static_cast<size_t>(i));
    for (uint32_t copy = 0; copy < CheckedCount(advertiser); ++copy) {
      if (!advertiser.name().empty()) {
        book.Add(CopyName(advertiser, copy), path);
      }
    }
    CheckUnique(advertiser.campaign(), path, "campaign", faults);
  }
}

template <class Elements>
std::vector<std::string> NamesOf(const Elements& elements) {
  std::vector<std::string> names;
  for (const auto& element : elements) names.push_back(element.name());
  return names;
}

class ReferenceChecker {
 public:
  ReferenceChecker(const Scenario& scenario, Faults& faults)
      : scenario_(scenario),
        faults_(faults),
        channels_(NamesOf(scenario.channel())),
        interests_(NamesOf(scenario.traffic().synthetic().interest())) {}

  void Check(const Campaign& campaign, const FieldPath& path) {
    const Mention channel{campaign.channel(), "channel", campaign, path};
    CheckAll(channel, "channel", channels_);
    if (!scenario_.traffic().has_synthetic()) {
      return CheckNoInterest(campaign, path);
    }
    const Mention target{campaign.target_interest(), "target_interest",
                         campaign, path};
    CheckAll(target, "interest", interests_);
    if (campaign.has_interest()) {
      CheckOne("interest", campaign.interest(), interests_,
               path.Field("interest"));
    }
  }

 private:
  /// A field of a campaign that lists names.
  struct Mention {
    const google::protobuf::RepeatedPtrField<std::string>& names;
    const char* field;
    const Campaign& campaign;
    const FieldPath& path;

    FieldPath Path(int index) const {
      return PathOf(path, campaign,
                    Campaign::descriptor()->FindFieldByName(field), index);
    }
  };

  void CheckAll(const Mention& mention, const std::string& noun,
                const std::vector<std::string>& known) {
    const auto& names = mention.names;
    for (int i = 0; i < names.size(); ++i) {
      CheckOne(noun, names[i], known, mention.Path(i));
      if (std::find(names.begin(), names.begin() + i, names[i]) !=
          names.begin() + i) {
        faults_.Add(mention.Path(i), " = \"" + names[i] + "\" is given twice");
      }
    }
  }

  void CheckOne(const std::string& noun, const std::string& name,
                const std::vector<std::string>& known, const FieldPath& path) {
    for (const std::string& one : known) {
      if (one == name) return;
    }
    faults_.Add(path, ": " + market::UnknownMember(noun, name, known));
  }

  void CheckNoInterest(const Campaign& campaign, const FieldPath& path) {
    const Traffic& traffic = scenario_.traffic();
    if (!traffic.has_replay() && !traffic.has_auctionnet()) return;
    const std::string knows_none =
        traffic.has_replay() ? ": a replay knows no interests"
                             : ": auctionnet traffic knows no interests";
    for (const char* name : {"target_interest", "interest"}) {
      const bool given = std::string(name) == "interest"
                             ? campaign.has_interest()
                             : campaign.target_interest_size() > 0;
      if (given) {
        faults_.Add(path.Field(name), knows_none);
      }
    }
  }

  const Scenario& scenario_;
  Faults& faults_;
  std::vector<std::string> channels_;
  std::vector<std::string> interests_;
};

}  // namespace

void CheckNames(const Scenario& scenario, Faults& faults) {
  CheckUnique(scenario.channel(), {}, "channel", faults);
  CheckUnique(scenario.traffic().synthetic().interest(),
              FieldPath().Field("traffic").Field("synthetic"), "interest",
              faults);
  CheckAdvertiserNames(scenario, faults);
}

void CheckReferences(const Scenario& scenario, Faults& faults) {
  ReferenceChecker checker(scenario, faults);
  for (int a = 0; a < scenario.advertiser_size(); ++a) {
    const FieldPath advertiser =
        FieldPath().Item("advertiser", static_cast<size_t>(a));
    for (int c = 0; c < scenario.advertiser(a).campaign_size(); ++c) {
      checker.Check(scenario.advertiser(a).campaign(c),
                    advertiser.Item("campaign", static_cast<size_t>(c)));
    }
  }
}

}  // namespace souk::scenarios
