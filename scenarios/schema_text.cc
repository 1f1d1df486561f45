#include "scenarios/schema_text.h"

#include <algorithm>

#include "market/family.h"
#include "scenarios/field_path.h"
#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

std::string SingularType(const FieldDescriptor* field) {
  if (field->message_type() == Member::descriptor()) return "member";
  if (field->message_type()) return "fields";
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_STRING) return "text";
  if (field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM) return "word";
  return IsWhole(field) ? "whole number" : "number";
}

std::string TypeText(const FieldDescriptor* field) {
  return (field->is_repeated() ? "list of " : "") + SingularType(field);
}

std::string Allowed(const FieldDescriptor* field) {
  const Rule& stated = RuleOf(field);
  std::string text;
  if (field->enum_type()) text = Joined(EnumNames(field->enum_type()));
  if (IsNumber(field)) {
    const NumberRange range = RangeOf(field);
    text = RangeText(range);
    if (text == "any number") text.clear();
  }
  if (stated.required() || stated.min_items() > 0) {
    text += (text.empty() ? "" : "; ") + std::string("required");
  }
  return text;
}

std::string Name(const FieldDescriptor* field) {
  return field->name() + (field->is_repeated() ? "[]" : "");
}

SchemaRow RowOf(const FieldDescriptor* field, const std::string& prefix) {
  const Rule& stated = RuleOf(field);
  const bool message = field->message_type() != nullptr;
  const std::string& text = stated.default_();
  return {prefix + Name(field), TypeText(field),
          message && !text.empty() ? "{ " + text + " }" : text, Allowed(field),
          stated.help()};
}

class SchemaLister {
 public:
  std::vector<SchemaRow> Run() {
    List(Scenario::descriptor(), "");
    return std::move(rows_);
  }

 private:
  void List(const Descriptor* type, const std::string& prefix) {
    for (int i = 0; i < type->field_count(); ++i) {
      const FieldDescriptor* field = type->field(i);
      rows_.push_back(RowOf(field, prefix));
      if (!field->message_type()) continue;
      if (field->message_type() == Member::descriptor()) {
        if (member_listed_ || type != Scenario::descriptor()) continue;
        member_listed_ = true;
      }
      List(field->message_type(), prefix + Name(field) + '.');
    }
  }

  std::vector<SchemaRow> rows_;
  bool member_listed_ = false;
};

std::string MarkdownCell(const std::string& text) {
  std::string cell;
  for (const char c : text) {
    if (c == '|') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string Quoted(const std::string& text) {
  return text.empty() ? "" : "`" + text + "`";
}

std::string RowText(const SchemaRow& row) {
  std::string text = row.path + ": " + row.type;
  if (!row.allowed.empty()) text += ", " + row.allowed;
  if (!row.default_value.empty()) text += ", default " + row.default_value;
  if (!row.help.empty()) text += "\n    " + row.help;
  return text + '\n';
}

}  // namespace

std::vector<SchemaRow> SchemaRows() { return SchemaLister().Run(); }

std::string SchemaTable() {
  std::string table =
      "| field | type | default | allowed | meaning |\n|---|---|---|---|---|\n";
  for (const SchemaRow& row : SchemaRows()) {
    if (row.type.ends_with("fields")) continue;
    table += "| `" + row.path + "` | " + row.type + " | " +
             Quoted(row.default_value) + " | " + row.allowed + " | " +
             MarkdownCell(row.help) + " |\n";
  }
  return table;
}

market::Result<std::string> ExplainField(std::string_view path) {
  std::string plain(path);
  for (size_t at; (at = plain.find("[]")) != std::string::npos;) {
    plain.erase(at, 2);
  }
  const auto steps = ParsePath(plain);
  if (!steps.ok()) return steps.error();
  const Descriptor* type = Scenario::descriptor();
  const FieldDescriptor* field = nullptr;
  std::string prefix;
  for (const PathStep& step : steps.value()) {
    const std::string holder =
        field ? prefix + Name(field) + ": " : std::string();
    if (field) prefix += Name(field) + '.';
    field = type ? type->FindFieldByName(step.name) : nullptr;
    if (!field) {
      const std::vector<std::string> known =
          type ? FieldNames(type) : std::vector<std::string>();
      return market::Error{holder +
                           market::UnknownMember("field", step.name, known)};
    }
    type = field->message_type();
  }
  std::string text = RowText(RowOf(field, prefix));
  if (!type) return text;
  prefix += Name(field) + '.';
  for (int i = 0; i < type->field_count(); ++i) {
    text += RowText(RowOf(type->field(i), prefix));
  }
  return text;
}

}  // namespace souk::scenarios
