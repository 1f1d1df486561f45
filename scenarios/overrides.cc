#include "scenarios/overrides.h"

#include <algorithm>
#include <cctype>

#include "scenarios/field_path.h"
#include "scenarios/field_rules.h"
#include "scenarios/field_value.h"

namespace souk::scenarios {
namespace {

using google::protobuf::FieldDescriptor;

std::string Trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string Unquoted(const std::string& text) {
  const bool quoted = text.size() >= 2 && text.front() == text.back() &&
                      (text.front() == '"' || text.front() == '\'');
  return quoted ? text.substr(1, text.size() - 2) : text;
}

std::string Upper(std::string text) {
  for (char& c : text) {
    c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  return text;
}

/// The value as it would stand in a file, by what the field takes.
SyntaxValue ValueFor(const FieldDescriptor* field, const std::string& text) {
  SyntaxValue value;
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    value.kind = ValueKind::kString;
    value.text = Unquoted(text);
  } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    value.kind = ValueKind::kWord;
    value.text = Upper(Unquoted(text));
  } else {
    value.kind = ValueKind::kNumber;
    value.text = text.starts_with('+') ? text.substr(1) : text;
  }
  return value;
}

/// `[a, "b, c"]` -> a | "b, c"; anything else is one value.
std::vector<std::string> ListItems(const std::string& text) {
  if (!text.starts_with('[') || !text.ends_with(']')) return {text};
  std::vector<std::string> items(1);
  char quote = 0;
  for (const char c : text.substr(1, text.size() - 2)) {
    if (quote == 0 && c == ',') {
      items.emplace_back();
      continue;
    }
    if (c == '"' || c == '\'') quote = quote == 0 ? c : quote == c ? 0 : quote;
    items.back() += c;
  }
  for (std::string& item : items) item = Trimmed(item);
  if (items.size() == 1 && items[0].empty()) items.clear();
  return items;
}

market::Result<void> SetTarget(const FieldTarget& target,
                               const std::string& text) {
  const FieldSlot& slot = target.slot;
  if (!slot.field->is_repeated() || slot.index != FieldSlot::kAppend) {
    return SetValue(slot, ValueFor(slot.field, text));
  }
  slot.holder->GetReflection()->ClearField(slot.holder, slot.field);
  for (const std::string& item : ListItems(text)) {
    const auto set = SetValue(slot, ValueFor(slot.field, item));
    if (!set.ok()) return set.error();
  }
  return {};
}

std::string GroupHint(const FieldTarget& target) {
  const auto* type = target.slot.field->message_type();
  std::string index = target.slot.field->is_repeated() ? "[0]" : "";
  if (target.slot.index != FieldSlot::kAppend) index.clear();
  return " is a group of fields; set one of them, as in " + target.path.shown +
         index + '.' + type->field(0)->name() +
         "=...; known: " + Joined(FieldNames(type));
}

/// The choices that `steps` leaves must be forgotten with what stood there:
/// protobuf has cleared them.
class Override {
 public:
  Override(const std::string& text, google::protobuf::Message& scenario,
           Faults& faults)
      : source_("--set " + text), scenario_(scenario), faults_(faults) {}

  void Apply(const std::string& path, const std::string& value) {
    const auto steps = ParsePath(path);
    if (!steps.ok()) return Fault(steps.error().message);
    const auto target = FollowPath(scenario_, steps.value(), Absent::kCreate);
    if (!target.ok()) return Fault(target.error().message);
    if (target->slot.field->message_type()) {
      return Fault(target->path.shown + GroupHint(target.value()));
    }
    const auto set = SetTarget(target.value(), value);
    if (!set.ok()) {
      faults_.Spoil(target->path);
      return Fault(target->path.shown + set.error().message);
    }
    faults_.RememberOverride(target->path, source_);
  }

  void Fault(const std::string& sentence) {
    faults_.AddAt({source_, {}}, sentence);
  }

 private:
  std::string source_;
  google::protobuf::Message& scenario_;
  Faults& faults_;
};

}  // namespace

void ApplyOverride(const std::string& override_text,
                   google::protobuf::Message& scenario, Faults& faults) {
  Override override(override_text, scenario, faults);
  const size_t equals = override_text.find('=');
  if (equals == std::string::npos || equals == 0) {
    return override.Fault("expected PATH=VALUE, as in calendar.days=7");
  }
  override.Apply(Trimmed(override_text.substr(0, equals)),
                 Trimmed(override_text.substr(equals + 1)));
}

}  // namespace souk::scenarios
