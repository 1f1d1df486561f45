#include "scenarios/groups.h"

#include <algorithm>

#include "market/vector_math.h"
#include "scenarios/name_book.h"

namespace souk::scenarios {
namespace {

/// Positions are 16 bits wide, and one means "any" (market/line_index.h).
constexpr size_t kMostGroups = 65535;

/// Users draw their traits from the same stream, by their numbers.
constexpr uint64_t kGroups = uint64_t{1} << 61;
constexpr unsigned kListShift = 32;

uint32_t CopiesOf(const Group& group) {
  return std::clamp<uint32_t>(group.count(), 1, kMostGroups);
}

void CheckList(const Groups& groups, const FieldPath& holder,
               const std::string& field, Faults& faults) {
  NameBook book(faults);
  size_t count = 0;
  for (int i = 0; i < groups.size(); ++i) {
    const FieldPath path = holder.Item(field, static_cast<size_t>(i));
    const Groups one(&groups[i], &groups[i] + 1);
    const auto names = GroupNames(one);
    count += names.size();
    if (count > kMostGroups) {
      faults.Add(path, " is number " + std::to_string(count) +
                           " by its count, at most " +
                           std::to_string(kMostGroups) + " can be told apart");
      return;
    }
    for (const std::string& name : names) book.Add(name, path);
    if (groups[i].name() == kOwnInterest) {
      faults.Add(path.Field("name"), " = \"*\", which stands for no group");
    }
  }
}

}  // namespace

std::vector<std::string> GroupNames(const Groups& groups) {
  std::vector<std::string> names;
  for (const Group& group : groups) {
    const uint32_t copies = CopiesOf(group);
    if (copies == 1 || group.name().empty()) {
      names.push_back(group.name());
      continue;
    }
    for (uint32_t copy = 1; copy <= copies; ++copy) {
      names.push_back(group.name() + '-' + std::to_string(copy));
    }
  }
  return names;
}

std::vector<double> GroupShares(const Groups& groups, GroupList list,
                                const market::Stream& stream) {
  std::vector<double> shares;
  uint64_t entity = kGroups + (static_cast<uint64_t>(list) << kListShift);
  for (const Group& group : groups) {
    for (uint32_t copy = 0; copy < CopiesOf(group); ++copy) {
      const double factor =
          group.has_sigma()
              ? market::Exp(group.sigma() * stream.Normal(entity, 0, copy))
              : 1;
      shares.push_back(group.share() * factor);
    }
    ++entity;
  }
  return shares;
}

GroupNameLists::GroupNameLists(const Traffic& traffic)
    : interests(GroupNames(traffic.has_requests()
                               ? traffic.requests().interest()
                               : traffic.synthetic().interest())),
      places(GroupNames(traffic.synthetic().place())),
      categories(GroupNames(traffic.synthetic().category())) {}

void CheckGroups(const Traffic& traffic, Faults& faults) {
  const FieldPath path = FieldPath().Field("traffic");
  CheckList(traffic.requests().interest(), path.Field("requests"), "interest",
            faults);
  const Synthetic& synthetic = traffic.synthetic();
  const FieldPath users = path.Field("synthetic");
  CheckList(synthetic.interest(), users, "interest", faults);
  CheckList(synthetic.place(), users, "place", faults);
  CheckList(synthetic.category(), users, "category", faults);
}

}  // namespace souk::scenarios
