#include "scenarios/defaults.h"

#include <google/protobuf/text_format.h>

#include <memory>

#include "market/check.h"
#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsPresent(const Message& message, const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  return field->is_repeated() ? reflection->FieldSize(message, field) > 0
                              : reflection->HasField(message, field);
}

/// A message with nothing but the default of `field`.
std::unique_ptr<Message> OnlyDefault(const Message& like,
                                     const FieldDescriptor* field) {
  const std::string& stated = RuleOf(field).default_();
  const std::string text = field->message_type()
                               ? field->name() + " {" + stated + "}"
                               : field->name() + ": " + stated;
  std::unique_ptr<Message> made(like.New());
  SOUK_CHECK(google::protobuf::TextFormat::ParseFromString(text, made.get()),
             "scenario.proto: bad default of ", field->full_name());
  return made;
}

/// Numbers and words are merged over the default, so what is given wins.
void MergeOver(const std::unique_ptr<Message>& defaults, Message& message,
               const FieldDescriptor* field) {
  const auto* reflection = message.GetReflection();
  Message* given = reflection->MutableMessage(&message, field);
  Message* merged = reflection->MutableMessage(defaults.get(), field);
  merged->MergeFrom(*given);
  given->CopyFrom(*merged);
}

}  // namespace

void FillDefault(Message& message, const FieldDescriptor* field) {
  if (!RuleOf(field).has_default_()) return;
  if (!IsPresent(message, field)) {
    message.MergeFrom(*OnlyDefault(message, field));
  } else if (field->message_type() && !field->is_repeated()) {
    MergeOver(OnlyDefault(message, field), message, field);
  }
}

void FillDefaults(Message& message) {
  const auto* type = message.GetDescriptor();
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    FillDefault(message, field);
    if (!field->message_type() || !IsPresent(message, field)) continue;
    if (!field->is_repeated()) {
      FillDefaults(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int k = 0; k < reflection->FieldSize(message, field); ++k) {
      FillDefaults(*reflection->MutableRepeatedMessage(&message, field, k));
    }
  }
}

}  // namespace souk::scenarios
