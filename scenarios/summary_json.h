// The JSON form of a run's summary.
#pragma once

#include <string>

#include "scenarios/summary.pb.h"

namespace souk::scenarios {

/// One JSON object with the field names of summary.proto, one line break at
/// its end. Fields at their default (0, false, "") are written too.
std::string ToJson(const RunSummary& summary);

}  // namespace souk::scenarios
