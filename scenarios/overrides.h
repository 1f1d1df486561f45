// `--set PATH=VALUE`: one value of a scenario, or of a training file, from the
// command line.
//
// Text needs no quotes, enumerations any case; a list is replaced by VALUE or
// [V1, V2], one element by PATH[i]=VALUE. See field_path.h for paths.
#pragma once

#include <string>

#include "scenarios/faults.h"

namespace souk::scenarios {

/// Applies `override` ("PATH=VALUE") or adds a fault that names it.
void ApplyOverride(const std::string& override_text,
                   google::protobuf::Message& scenario, Faults& faults);

}  // namespace souk::scenarios
