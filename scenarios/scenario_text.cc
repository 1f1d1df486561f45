#include "scenarios/scenario_text.h"

#include <google/protobuf/text_format.h>

#include "market/family.h"
#include "market/param.h"
#include "scenarios/field_rules.h"
#include "scenarios/field_value.h"
#include "scenarios/text_syntax.h"

namespace souk::scenarios {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

/// The name that a parameter will have, needed before it is read.
std::string GivenName(const SyntaxValue& value) {
  for (const SyntaxField& field : value.fields) {
    if (field.name == "name" && !field.values.empty()) {
      return field.values[0].text;
    }
  }
  return "";
}

class MessageReader {
 public:
  explicit MessageReader(Faults& faults) : faults_(faults) {}

  void Read(const std::vector<SyntaxField>& fields, Message& message,
            const FieldPath& path) {
    for (const SyntaxField& given : fields) {
      const auto* field = message.GetDescriptor()->FindFieldByName(given.name);
      if (!field) {
        Unknown(given, message, path);
      } else if (Allowed(given, message, field, path)) {
        if (field->is_repeated()) {
          faults_.Remember(path.Field(given.name), given.position);
        }
        for (const SyntaxValue& value : given.values) {
          ReadValue(value, message, field, path);
        }
      }
    }
  }

 private:
  void Unknown(const SyntaxField& given, const Message& message,
               const FieldPath& path) {
    const auto names = FieldNames(message.GetDescriptor());
    const std::string where = path.shown.empty() ? "" : path.shown + ": ";
    faults_.AddInFile(given.position, where + market::UnknownMember(
                                                  "field", given.name, names));
    const std::string meant = market::NearestSpelling(given.name, names);
    if (!meant.empty()) faults_.Spoil(path.Field(meant));
  }

  /// A field that takes one value is given once, and so is a choice.
  bool Allowed(const SyntaxField& given, const Message& message,
               const FieldDescriptor* field, const FieldPath& path) {
    if (field->is_repeated()) return true;
    const FieldPath here = path.Field(field->name());
    if (given.list) {
      faults_.AddInFile(
          given.position,
          here.shown + " expects " + Expectation(field) + ", found a list");
      faults_.Spoil(here);
      return false;
    }
    const auto* reflection = message.GetReflection();
    if (reflection->HasField(message, field)) {
      return Twice(given, here, here);
    }
    const auto* choice = field->real_containing_oneof();
    if (!choice || !reflection->HasOneof(message, choice)) return true;
    const auto* first = reflection->GetOneofFieldDescriptor(message, choice);
    return Twice(given, here, path.Field(first->name()));
  }

  bool Twice(const SyntaxField& given, const FieldPath& here,
             const FieldPath& first) {
    const std::string line =
        std::to_string(faults_.Locate(first).position.line);
    const std::string what = first.key == here.key
                                 ? " is given twice, first in line "
                                 : " excludes " + first.shown + " of line ";
    faults_.AddInFile(given.position, here.shown + what + line);
    return false;
  }

  void ReadValue(const SyntaxValue& value, Message& message,
                 const FieldDescriptor* field, const FieldPath& path) {
    const FieldPath here = NextPath(value, message, field, path);
    if (value.kind != ValueKind::kMessage || !field->message_type()) {
      const auto set = SetValue({&message, field, FieldSlot::kAppend}, value);
      if (set.ok()) {
        faults_.Remember(here, value.position);
      } else {
        faults_.AddInFile(value.position, here.shown + set.error().message);
        faults_.Spoil(here);
        faults_.Spoil(path.Field(field->name()));
      }
      return;
    }
    faults_.Remember(here, value.position);
    const auto* reflection = message.GetReflection();
    Read(value.fields,
         field->is_repeated() ? *reflection->AddMessage(&message, field)
                              : *reflection->MutableMessage(&message, field),
         here);
  }

  FieldPath NextPath(const SyntaxValue& value, const Message& message,
                     const FieldDescriptor* field, const FieldPath& path) {
    if (!field->is_repeated()) return path.Field(field->name());
    const auto index =
        static_cast<size_t>(message.GetReflection()->FieldSize(message, field));
    const std::string name = field->message_type() == Param::descriptor()
                                 ? GivenName(value)
                                 : std::string();
    FieldPath here = path.Item(field->name(), index,
                               name.empty() ? std::to_string(index) : name);
    if (!field->message_type() && index == 0) {
      here.shown = path.Field(field->name()).shown;
    }
    return here;
  }

  Faults& faults_;
};

}  // namespace

bool ReadMessageText(std::string_view text, Message& message, Faults& faults) {
  const SyntaxTree tree = ParseSyntax(text);
  for (const SyntaxFault& fault : tree.faults) {
    faults.AddInFile(fault.position, fault.sentence);
  }
  if (tree.broken) return false;
  MessageReader(faults).Read(tree.fields, message, {});
  return true;
}

bool ReadScenarioText(std::string_view text, Scenario& scenario,
                      Faults& faults) {
  return ReadMessageText(text, scenario, faults);
}

std::string CanonicalText(const Message& message) {
  google::protobuf::TextFormat::Printer printer;
  printer.SetUseUtf8StringEscaping(true);
  std::string text;
  printer.PrintToString(message, &text);
  return text;
}

}  // namespace souk::scenarios
