#include "scenarios/name_checks.h"

#include <algorithm>

#include "market/family.h"
#include "scenarios/drawn_aims.h"
#include "scenarios/groups.h"
#include "scenarios/name_book.h"
#include "scenarios/population.h"

namespace souk::scenarios {
namespace {

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
        groups_(scenario.traffic().synthetic()) {}

  void Check(const Campaign& campaign, const FieldPath& path) {
    const Mention channel{campaign.channel(), "channel", campaign, path};
    CheckAll(channel, "channel", channels_);
    if (!scenario_.traffic().has_synthetic()) {
      return CheckNoGroups(campaign, path);
    }
    CheckAll({campaign.target_interest(), "target_interest", campaign, path},
             "interest", groups_.interests);
    CheckAll({campaign.target_place(), "target_place", campaign, path}, "place",
             groups_.places);
    CheckAll({campaign.target_category(), "target_category", campaign, path},
             "category", groups_.categories);
    if (campaign.has_interest() && campaign.interest() != kOwnInterest) {
      CheckOne("interest", campaign.interest(), groups_.interests,
               path.Field("interest"));
    }
    CheckDrawnAims(campaign, path, groups_, faults_);
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

  void CheckNoGroups(const Campaign& campaign, const FieldPath& path) {
    const Traffic& traffic = scenario_.traffic();
    if (!traffic.has_replay() && !traffic.has_auctionnet()) return;
    const std::string who =
        traffic.has_replay() ? ": a replay" : ": auctionnet traffic";
    const auto refuse = [&](bool given, const char* field, const char* what) {
      if (!given) return;
      faults_.Add(path.Field(field), who + " knows no " + what);
    };
    refuse(campaign.target_interest_size() > 0, "target_interest", "interests");
    refuse(campaign.has_interest(), "interest", "interests");
    refuse(campaign.has_draw_interests(), "draw_interests", "interests");
    refuse(campaign.target_place_size() > 0, "target_place", "places");
    refuse(campaign.has_draw_places(), "draw_places", "places");
    refuse(campaign.target_category_size() > 0, "target_category",
           "categories");
    refuse(campaign.has_draw_categories(), "draw_categories", "categories");
  }

  const Scenario& scenario_;
  Faults& faults_;
  std::vector<std::string> channels_;
  GroupNameLists groups_;
};

}  // namespace

void CheckNames(const Scenario& scenario, Faults& faults) {
  CheckUnique(scenario.channel(), {}, "channel", faults);
  CheckGroups(scenario.traffic().synthetic(), faults);
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
