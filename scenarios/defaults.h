// Fills in the defaults that scenario.proto states (`default` of its rules).
#pragma once

#include <google/protobuf/message.h>

namespace souk::scenarios {

/// Gives `field` its stated default if it is absent; a message that is present
/// gets what its default has and it lacks.
void FillDefault(google::protobuf::Message& message,
                 const google::protobuf::FieldDescriptor* field);

/// Every default of the message and of the messages in it.
void FillDefaults(google::protobuf::Message& message);

}  // namespace souk::scenarios
