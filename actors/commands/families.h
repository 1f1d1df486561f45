// The families of souk as the command line shows them.
#pragma once

#include <string>
#include <vector>

#include "market/param.h"

namespace souk::actors {

struct MemberCard {
  std::string name;
  std::string help;
  std::vector<std::string> traits;  ///< whole sentences
  std::vector<market::ParamSpec> params;
  /// The scenario field that configures it, if it is not a Member.
  std::string fields;
};

struct FamilyCard {
  std::string name;                 ///< plural: "mechanisms"
  std::string field;                ///< where a scenario names a member
  std::vector<MemberCard> members;  ///< ascending by name
};

std::vector<FamilyCard> Families();

/// What a member declares: name, help, traits, parameters with unit, range,
/// default and meaning. Ends with a newline.
std::string MemberText(const FamilyCard& family, const MemberCard& member);

}  // namespace souk::actors
