#include "scenarios/rule_checks.h"

#include "scenarios/field_rules.h"
#include "scenarios/field_value.h"

namespace souk::scenarios {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

class RuleChecker {
 public:
  explicit RuleChecker(Faults& faults) : faults_(faults) {}

  void Check(const Message& message, const FieldPath& path) {
    const Descriptor* type = message.GetDescriptor();
    for (int i = 0; i < type->field_count(); ++i) {
      CheckField(message, type->field(i), path);
    }
    for (int i = 0; i < type->real_oneof_decl_count(); ++i) {
      CheckChoice(message, type->oneof_decl(i), path);
    }
  }

 private:
  void CheckField(const Message& message, const FieldDescriptor* field,
                  const FieldPath& path) {
    const auto* reflection = message.GetReflection();
    const int size = field->is_repeated()
                         ? reflection->FieldSize(message, field)
                         : reflection->HasField(message, field);
    CheckCount(field, size, path.Field(field->name()));
    for (int i = 0; i < size; ++i) {
      const FieldPath here = PathOf(path, message, field, i);
      if (field->message_type()) {
        Check(field->is_repeated()
                  ? reflection->GetRepeatedMessage(message, field, i)
                  : reflection->GetMessage(message, field),
              here);
      } else {
        CheckValue(message, field, i, here);
      }
    }
  }

  void CheckCount(const FieldDescriptor* field, int size,
                  const FieldPath& here) {
    const Rule& stated = RuleOf(field);
    const bool needed = stated.required() || stated.min_items() > 0;
    if (!needed || size > 0 || faults_.spoiled(here)) return;
    const std::string help = stated.has_help() ? ": " + stated.help() : "";
    faults_.Add(here, " is missing" + help);
  }

  void CheckValue(const Message& message, const FieldDescriptor* field,
                  int index, const FieldPath& here) {
    if (IsNumber(field)) {
      const double value = NumberOf(message, field, index);
      const NumberRange range = RangeOf(field);
      if (!Contains(range, value)) {
        faults_.Add(here, " = " + ValueText(message, field, index) +
                              ", must be " + RangeText(range));
      }
    } else if (RuleOf(field).required() &&
               ValueText(message, field, index) == "\"\"") {
      faults_.Add(here, " is empty");
    }
  }

  void CheckChoice(const Message& message,
                   const google::protobuf::OneofDescriptor* choice,
                   const FieldPath& path) {
    if (message.GetReflection()->HasOneof(message, choice)) return;
    std::vector<std::string> names;
    for (int i = 0; i < choice->field_count(); ++i) {
      names.push_back(choice->field(i)->name());
      if (faults_.spoiled(path.Field(names.back()))) return;
    }
    faults_.Add(path, " needs one of " + Joined(names));
  }

  Faults& faults_;
};

}  // namespace

void CheckRules(const Message& message, const FieldPath& path, Faults& faults) {
  RuleChecker(faults).Check(message, path);
}

bool KeepsRules(const Message& message) {
  Faults found("");
  CheckRules(message, {}, found);
  return found.empty();
}

}  // namespace souk::scenarios
