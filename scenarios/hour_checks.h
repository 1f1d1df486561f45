// Weights of the hours of a day.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// There are 24, not all of them 0. False: there were faults.
bool CheckHours(const google::protobuf::RepeatedField<double>& weight,
                const FieldPath& hours, Faults& faults);

/// The weights of all hours in which a tick starts are 0.
void FaultOfTicks(const Calendar& calendar, const FieldPath& hours,
                  Faults& faults);

}  // namespace souk::scenarios
