// Holds a scenario against the rules in scenario.proto: required fields,
// ranges, choices. Defaults have been filled in.
#pragma once

#include "scenarios/faults.h"

namespace souk::scenarios {

void CheckRules(const google::protobuf::Message& message, const FieldPath& path,
                Faults& faults);

/// Whether CheckRules finds nothing: code that relies on ranges may see it.
bool KeepsRules(const google::protobuf::Message& message);

}  // namespace souk::scenarios
