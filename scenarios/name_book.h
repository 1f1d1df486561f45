// Names of one kind; a second owner of a name is a fault.
#pragma once

#include <string>
#include <unordered_map>

#include "scenarios/faults.h"

namespace souk::scenarios {

class NameBook {
 public:
  explicit NameBook(Faults& faults) : faults_(faults) {}

  /// `owner` has a field `name`. No name is no fault.
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

}  // namespace souk::scenarios
