#include <iostream>

#include "actors/commands/families.h"
#include "actors/commands/options.h"
#include "market/family.h"
#include "scenarios/schema_text.h"

namespace souk::actors {
namespace {

bool PrintMembers(const std::string& name) {
  bool found = false;
  for (const FamilyCard& family : Families()) {
    for (const MemberCard& member : family.members) {
      if (member.name != name) continue;
      std::cout << MemberText(family, member);
      found = true;
    }
  }
  return found;
}

std::vector<std::string> AllNames() {
  std::vector<std::string> names;
  for (const FamilyCard& family : Families()) {
    for (const MemberCard& member : family.members) {
      names.push_back(member.name);
    }
  }
  return names;
}

int Explain(const Command& self, const std::vector<std::string>& words) {
  Accepts accepts;
  accepts.positional = "MEMBER or a field such as traffic.replay";
  int exit_code = kDone;
  const auto arguments = Parse(self, accepts, words, exit_code);
  if (!arguments) return exit_code;
  const std::string name = arguments->positional[0];
  const auto fields = scenarios::ExplainField(name);
  const bool is_member = PrintMembers(name);
  if (fields) std::cout << *fields;
  if (is_member || fields) return kDone;
  std::cerr << "souk explain: "
            << market::UnknownMember("member", name, AllNames()) << "\n"
            << "souk explain: " << fields.error().message << "\n";
  return kWrongInput;
}

}  // namespace

Command ExplainCommand() {
  return {"explain", "Explains a family member or a field of the scenario file",
          "souk explain MEMBER|FIELD",
          "  souk explain gsp\n"
          "  souk explain traffic.replay\n",
          Explain};
}

}  // namespace souk::actors
