// The JSON form of what summary.proto describes.
#pragma once

#include <string>

#include "scenarios/summary.pb.h"

namespace souk::scenarios {

/// One JSON object with the field names of summary.proto, one line break at
/// its end. Fields at their default (0, false, "") are written too.
std::string ToJson(const google::protobuf::Message& summary);

}  // namespace souk::scenarios
