#include <iostream>

#include "actors/commands/families.h"
#include "actors/commands/options.h"
#include "market/family.h"

namespace souk::actors {
namespace {

void PrintFamily(const FamilyCard& family) {
  std::cout << family.name << "  (" << family.field << ")\n";
  size_t width = 0;
  for (const MemberCard& member : family.members) {
    width = std::max(width, member.name.size());
  }
  for (const MemberCard& member : family.members) {
    std::cout << "  " << member.name
              << std::string(width + 2 - member.name.size(), ' ') << member.help
              << "\n";
  }
}

int List(const Command& self, const std::vector<std::string>& arguments) {
  Accepts accepts;
  accepts.positional = "FAMILY";
  accepts.at_least = 0;
  int exit_code = kDone;
  const auto parsed = Parse(self, accepts, arguments, exit_code);
  if (!parsed) return exit_code;
  const std::vector<FamilyCard> families = Families();
  if (parsed->positional.empty()) {
    for (const FamilyCard& family : families) PrintFamily(family);
    return kDone;
  }
  const auto found =
      market::FindMember<FamilyCard>("family", families, parsed->positional[0]);
  if (!found) {
    std::cerr << "souk list: " << found.error().message << "\n";
    return kWrongInput;
  }
  PrintFamily(**found);
  return kDone;
}

}  // namespace

Command ListCommand() {
  return {"list", "Lists the members of the families that a scenario names",
          "souk list [FAMILY]",
          "  souk list\n"
          "  souk list strategies\n",
          List};
}

}  // namespace souk::actors
