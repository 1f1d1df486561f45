// Paths as people write them, in --set and in `vary`:
//
//   calendar.days                        a field of a field
//   advertiser[1].campaign[0].strategy   elements by position
//   advertiser[nike].campaign[summer]    ... or by name
//   mechanism.param[reserve_micros].value
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "market/result.h"
#include "scenarios/faults.h"
#include "scenarios/field_value.h"

namespace souk::scenarios {

struct PathStep {
  std::string name;
  std::string selector;  ///< inside the brackets; empty: none
};

market::Result<std::vector<PathStep>> ParsePath(std::string_view text);

/// A field reached by a path. A repeated field without a selector at the end
/// has index kAppend.
struct FieldTarget {
  FieldSlot slot;
  FieldPath path;
};

enum class Absent {
  kCreate,  ///< messages and named parameters on the way come into being
  kFault,
};

/// Follows `steps` from `root`. The Error is a sentence: what was not found,
/// the nearest spelling, what there is. Choices switch to what is created.
market::Result<FieldTarget> FollowPath(google::protobuf::Message& root,
                                       const std::vector<PathStep>& steps,
                                       Absent absent);

}  // namespace souk::scenarios
