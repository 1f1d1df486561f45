// Groups of users, places and categories by name: `count` makes NAME-1,
// NAME-2, ... of one entry, with shares that `sigma` draws apart.
#pragma once

#include <cstdint>
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

/// Which groups: it names their draws.
enum class GroupList : uint8_t { kInterests, kPlaces, kCategories };
/// `stream`: the population's.
std::vector<double> GroupShares(const Groups& groups, GroupList list,
                                const market::Stream& stream);

/// What campaigns can aim at; nothing in a traffic without groups.
struct GroupNameLists {
  std::vector<std::string> interests, places, categories;

  explicit GroupNameLists(const Traffic& traffic);
};

/// Stands for the first interest that a campaign aims at, else for one drawn.
inline constexpr char kOwnInterest[] = "*";

/// Names are free and not too many.
void CheckGroups(const Traffic& traffic, Faults& faults);

}  // namespace souk::scenarios
