// Finding a member of a family by name.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "market/param.h"
#include "market/result.h"

namespace souk::market {

/// "no such NOUN 'x'; did you mean 'y'? known: a, b, c"; at most 100 of
/// them, " and 7 more".
std::string UnknownMember(std::string_view noun, std::string_view name,
                          std::span<const std::string> known);

template <class Entry>
std::vector<std::string> MemberNames(std::span<const Entry> family) {
  std::vector<std::string> names;
  for (const Entry& entry : family) names.push_back(entry.name);
  return names;
}

/// The member called `name`, or an Error that lists the family.
template <class Entry>
Result<const Entry*> FindMember(std::string_view noun,
                                std::span<const Entry> family,
                                std::string_view name) {
  for (const Entry& entry : family) {
    if (entry.name == name) return &entry;
  }
  return Error{UnknownMember(noun, name, MemberNames(family))};
}

}  // namespace souk::market
