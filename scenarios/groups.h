// Groups of users, places and categories by name: `count` makes NAME-1,
// NAME-2, ... of one entry.
#pragma once

#include <string>
#include <vector>

#include "market/random.h"
#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

using Groups = google::protobuf::RepeatedPtrField<Group>;

/// Names and shares, in order; their positions are what page views carry. A
/// count that is a fault makes one.
std::vector<std::string> GroupNames(const Groups& groups);
std::vector<double> GroupShares(const Groups& groups);

/// What campaigns can aim at.
struct GroupNameLists {
  std::vector<std::string> interests, places, categories;

  explicit GroupNameLists(const Synthetic& synthetic)
      : interests(GroupNames(synthetic.interest())),
        places(GroupNames(synthetic.place())),
        categories(GroupNames(synthetic.category())) {}
};

/// Stands for the first interest that a campaign aims at, else for one drawn.
inline constexpr char kOwnInterest[] = "*";

/// Names are free and not too many.
void CheckGroups(const Synthetic& synthetic, Faults& faults);

}  // namespace souk::scenarios
