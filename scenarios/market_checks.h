// Numbers that must fit to each other: slots and their weights, hours, days,
// what a replay can and cannot do. Fills in what depends on other fields.
#pragma once

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Slots and slot weights of every channel; absent ones are filled in.
void CompleteChannels(Scenario& scenario, Faults& faults);

/// The list `examination` of the user models pbm and listwise, which must fall
/// as slots do. Before members are completed: that moves parameters from their
/// places.
void CheckExamination(const Member& user_model, Faults& faults);

/// Hours and sessions of synthetic traffic, limits of a replay, delays.
void CheckTraffic(const Scenario& scenario, Faults& faults);

/// Days are filled in: `log_rows` of a replay decide, else one (0 rows).
void CompleteCalendar(Scenario& scenario, size_t log_rows, Faults& faults);

}  // namespace souk::scenarios
