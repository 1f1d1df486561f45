#include "scenarios/hour_checks.h"

#include <algorithm>

namespace souk::scenarios {
namespace {

constexpr int kHours = 24;

}  // namespace

bool CheckHours(const google::protobuf::RepeatedField<double>& weight,
                const FieldPath& hours, Faults& faults) {
  if (faults.spoiled(hours)) return false;
  if (weight.size() != kHours) {
    faults.Add(hours, " has " + std::to_string(weight.size()) +
                          " entries, must have 24, one per hour");
    return false;
  }
  if (*std::max_element(weight.begin(), weight.end()) > 0) return true;
  faults.Add(hours, " is 0 all day, must be > 0 in some hour");
  return false;
}

void FaultOfTicks(const Calendar& calendar, const FieldPath& hours,
                  Faults& faults) {
  faults.Add(hours,
             " is 0 in every hour in which a tick starts, must be > 0 in one "
             "of them; calendar.ticks_per_day = " +
                 std::to_string(calendar.ticks_per_day()));
}

}  // namespace souk::scenarios
