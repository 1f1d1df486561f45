// From the text of a scenario file to its message, with every fault on the way:
// misspelt names, values of a wrong kind, things given twice. What could be
// read is in the message all the same, so that later checks see it.
#pragma once

#include <string>
#include <string_view>

#include "scenarios/faults.h"
#include "scenarios/scenario.pb.h"

namespace souk::scenarios {

/// Fills `message` and remembers in `faults` where every field stands. False:
/// the braces do not match, so that further checks are pointless.
bool ReadMessageText(std::string_view text, google::protobuf::Message& message,
                     Faults& faults);
bool ReadScenarioText(std::string_view text, Scenario& scenario,
                      Faults& faults);

/// The message as canonical text; ReadMessageText gives the same back.
std::string CanonicalText(const google::protobuf::Message& message);

}  // namespace souk::scenarios
