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
void AddNames(const Elements& elements, const FieldPath& holder,
              const std::string& field, NameBook& book) {
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
    NameBook own(faults);
    AddNames(advertiser.campaign(), path, "campaign", own);
    AddNames(advertiser.contract(), path, "contract", own);
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
        groups_(scenario.traffic()) {}

  /// A Campaign or a Contract.
  template <class Holder>
  void Check(const Holder& holder, const FieldPath& path) {
    CheckAll({holder.channel(), "channel", holder, path}, "channel", channels_);
    const Traffic& traffic = scenario_.traffic();
    if (traffic.has_replay()) return RefuseGroups(holder, path, ": a replay");
    if (traffic.has_auctionnet()) {
      return RefuseGroups(holder, path, ": auctionnet traffic");
    }
    CheckAll({holder.target_interest(), "target_interest", holder, path},
             "interest", groups_.interests);
    if (holder.has_interest() && holder.interest() != kOwnInterest) {
      CheckOne("interest", holder.interest(), groups_.interests,
               path.Field("interest"));
    }
    if (traffic.has_requests())
      RefusePlaces(holder, path, ": requests traffic");
    if (traffic.has_synthetic()) {
      CheckAll({holder.target_place(), "target_place", holder, path}, "place",
               groups_.places);
      CheckAll({holder.target_category(), "target_category", holder, path},
               "category", groups_.categories);
    }
    CheckDrawnAims(holder, path, groups_, faults_);
  }

 private:
  /// A field that lists names.
  struct Mention {
    const google::protobuf::RepeatedPtrField<std::string>& names;
    const char* field;
    const google::protobuf::Message& holder;
    const FieldPath& path;

    FieldPath Path(int index) const {
      return PathOf(path, holder,
                    holder.GetDescriptor()->FindFieldByName(field), index);
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

  void Refuse(bool given, const FieldPath& field, const std::string& why) {
    if (!given) return;
    faults_.Add(field, why);
    faults_.Spoil(field);  // not worth a second sentence
  }
  template <class Holder>
  void RefuseGroups(const Holder& holder, const FieldPath& path,
                    const std::string& who) {
    const std::string why = who + " knows no interests";
    Refuse(holder.target_interest_size() > 0, path.Field("target_interest"),
           why);
    Refuse(holder.has_interest(), path.Field("interest"), why);
    Refuse(holder.has_draw_interests(), path.Field("draw_interests"), why);
    RefusePlaces(holder, path, who);
  }
  template <class Holder>
  void RefusePlaces(const Holder& holder, const FieldPath& path,
                    const std::string& who) {
    const std::string places = who + " knows no places";
    Refuse(holder.target_place_size() > 0, path.Field("target_place"), places);
    Refuse(holder.has_draw_places(), path.Field("draw_places"), places);
    const std::string categories = who + " knows no categories";
    Refuse(holder.target_category_size() > 0, path.Field("target_category"),
           categories);
    Refuse(holder.has_draw_categories(), path.Field("draw_categories"),
           categories);
  }

  const Scenario& scenario_;
  Faults& faults_;
  std::vector<std::string> channels_;
  GroupNameLists groups_;
};

}  // namespace

void CheckNames(const Scenario& scenario, Faults& faults) {
  NameBook channels(faults);
  AddNames(scenario.channel(), {}, "channel", channels);
  CheckGroups(scenario.traffic(), faults);
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
    for (int c = 0; c < scenario.advertiser(a).contract_size(); ++c) {
      checker.Check(scenario.advertiser(a).contract(c),
                    advertiser.Item("contract", static_cast<size_t>(c)));
    }
  }
}

}  // namespace souk::scenarios
