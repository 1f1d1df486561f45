#include "scenarios/field_value.h"

#include <google/protobuf/text_format.h>

#include <charconv>
#include <cmath>
#include <optional>

#include "market/check.h"
#include "market/money.h"
#include "scenarios/field_rules.h"

namespace souk::scenarios {
namespace {

using google::protobuf::FieldDescriptor;
using market::Error;
using market::Result;

std::string Found(const SyntaxValue& value) {
  if (value.kind == ValueKind::kMessage) return "{ ... }";
  if (value.kind == ValueKind::kString) return '"' + value.text + '"';
  return value.text.empty() ? "nothing" : value.text;
}

Error WrongKind(const FieldDescriptor* field, const SyntaxValue& value) {
  return Error{" expects " + Expectation(field) + ", found " + Found(value)};
}

Error OutOfRange(const FieldDescriptor* field, const SyntaxValue& value) {
  return Error{" = " + value.text + ", must be " + RangeText(RangeOf(field))};
}

bool AllDigits(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

struct Whole {
  bool is_whole = false;
  std::optional<uint64_t> magnitude;  ///< empty: too large
};

/// Decimal, hexadecimal or octal, as in C, without a sign.
Whole ReadWhole(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  } else if (text.size() > 1 && text[0] == '0' && AllDigits(text)) {
    base = 8;
  }
  uint64_t magnitude = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, magnitude, base);
  if (text.empty() || read.ptr != end) return {};
  if (read.ec != std::errc()) return {true, std::nullopt};
  return {true, magnitude};
}

template <class T>
void Store(const FieldSlot& slot, T value,
           void (google::protobuf::Reflection::*set)(google::protobuf::Message*,
                                                     const FieldDescriptor*, T)
               const,
           void (google::protobuf::Reflection::*add)(google::protobuf::Message*,
                                                     const FieldDescriptor*, T)
               const) {
  const auto* reflection = slot.holder->GetReflection();
  (reflection->*(slot.field->is_repeated() ? add : set))(slot.holder,
                                                         slot.field, value);
}

void StoreUnsigned(const FieldSlot& slot, uint64_t value) {
  using google::protobuf::Reflection;
  if (slot.field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32) {
    Store<uint32_t>(slot, static_cast<uint32_t>(value), &Reflection::SetUInt32,
                    &Reflection::AddUInt32);
  } else {
    Store<uint64_t>(slot, value, &Reflection::SetUInt64,
                    &Reflection::AddUInt64);
  }
}

void StoreSigned(const FieldSlot& slot, int64_t value) {
  using google::protobuf::Reflection;
  Store<int64_t>(slot, value, &Reflection::SetInt64, &Reflection::AddInt64);
}

void StoreDouble(const FieldSlot& slot, double value) {
  using google::protobuf::Reflection;
  if (slot.index != FieldSlot::kAppend && slot.field->is_repeated()) {
    slot.holder->GetReflection()->SetRepeatedDouble(slot.holder, slot.field,
                                                    slot.index, value);
    return;
  }
  Store<double>(slot, value, &Reflection::SetDouble, &Reflection::AddDouble);
}

Result<void> SetUnsigned(const FieldSlot& slot, const SyntaxValue& value) {
  const bool negative = value.text.starts_with('-');
  const Whole whole = ReadWhole(std::string_view(value.text).substr(negative));
  if (!whole.is_whole) return WrongKind(slot.field, value);
  const uint64_t most =
      slot.field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32
          ? std::numeric_limits<uint32_t>::max()
          : std::numeric_limits<uint64_t>::max();
  if (!whole.magnitude || *whole.magnitude > most ||
      (negative && *whole.magnitude > 0)) {
    return OutOfRange(slot.field, value);
  }
  StoreUnsigned(slot, *whole.magnitude);
  return {};
}

Result<void> SetSigned(const FieldSlot& slot, const SyntaxValue& value) {
  const bool negative = value.text.starts_with('-');
  const Whole whole = ReadWhole(std::string_view(value.text).substr(negative));
  if (!whole.is_whole) return WrongKind(slot.field, value);
  constexpr uint64_t kMost = std::numeric_limits<int64_t>::max();
  if (!whole.magnitude || *whole.magnitude > kMost) {
    return OutOfRange(slot.field, value);
  }
  const auto magnitude = static_cast<int64_t>(*whole.magnitude);
  StoreSigned(slot, negative ? -magnitude : magnitude);
  return {};
}

/// Decimal and finite.
std::optional<double> ReadDouble(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.ends_with('f') || text.ends_with('F')) text.remove_suffix(1);
  if (text.size() > 1 && text[0] == '0' && AllDigits(text.substr(1, 1))) {
    return std::nullopt;  // looks octal
  }
  double magnitude = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, magnitude);
  if (text.starts_with('-') || read.ec != std::errc() || read.ptr != end ||
      !std::isfinite(magnitude)) {
    return std::nullopt;
  }
  return negative ? -magnitude : magnitude;
}

Result<void> SetDouble(const FieldSlot& slot, const SyntaxValue& value) {
  const std::optional<double> number = ReadDouble(value.text);
  if (!number) return WrongKind(slot.field, value);
  StoreDouble(slot, *number);
  return {};
}

Result<void> SetText(const FieldSlot& slot, const SyntaxValue& value) {
  const auto* reflection = slot.holder->GetReflection();
  if (slot.index != FieldSlot::kAppend && slot.field->is_repeated()) {
    reflection->SetRepeatedString(slot.holder, slot.field, slot.index,
                                  value.text);
  } else if (slot.field->is_repeated()) {
    reflection->AddString(slot.holder, slot.field, value.text);
  } else {
    reflection->SetString(slot.holder, slot.field, value.text);
  }
  return {};
}

Result<void> SetEnum(const FieldSlot& slot, const SyntaxValue& value) {
  const auto* type = slot.field->enum_type();
  const auto* named = type->FindValueByName(value.text);
  if (!named || named->number() == 0) {
    return Error{" expects one of " + Joined(EnumNames(type)) + ", found " +
                 value.text + DidYouMean(value.text, EnumNames(type))};
  }
  slot.holder->GetReflection()->SetEnum(slot.holder, slot.field, named);
  return {};
}

ValueKind WantedKind(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return ValueKind::kString;
    case FieldDescriptor::CPPTYPE_ENUM:
      return ValueKind::kWord;
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return ValueKind::kMessage;
    default:
      return ValueKind::kNumber;
  }
}

}  // namespace

Result<void> SetValue(const FieldSlot& slot, const SyntaxValue& value) {
  if (value.kind != WantedKind(slot.field)) return WrongKind(slot.field, value);
  switch (slot.field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return SetUnsigned(slot, value);
    case FieldDescriptor::CPPTYPE_INT64:
      return SetSigned(slot, value);
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return SetDouble(slot, value);
    case FieldDescriptor::CPPTYPE_STRING:
      return SetText(slot, value);
    case FieldDescriptor::CPPTYPE_ENUM:
      return SetEnum(slot, value);
    default:
      SOUK_CHECK(false, "the schema has a type without a reader: ",
                 slot.field->full_name());
      return {};
  }
}

std::string ValueText(const google::protobuf::Message& holder,
                      const FieldDescriptor* field, int index) {
  std::string text;
  google::protobuf::TextFormat::PrintFieldValueToString(
      holder, field, field->is_repeated() ? index : -1, &text);
  return text;
}

std::string Expectation(const FieldDescriptor* field) {
  switch (WantedKind(field)) {
    case ValueKind::kString:
      return "text in quotes";
    case ValueKind::kWord:
      return "one of " + Joined(EnumNames(field->enum_type()));
    case ValueKind::kMessage:
      return "{ ... }";
    default:
      return IsWhole(field) ? "a whole number" : "a number";
  }
}

double NumberOf(const google::protobuf::Message& holder,
                const FieldDescriptor* field, int index) {
  const auto* reflection = holder.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return reflection->GetUInt32(holder, field);
    case FieldDescriptor::CPPTYPE_UINT64:
      return static_cast<double>(reflection->GetUInt64(holder, field));
    case FieldDescriptor::CPPTYPE_INT64:
      return static_cast<double>(reflection->GetInt64(holder, field));
    default:
      return field->is_repeated()
                 ? reflection->GetRepeatedDouble(holder, field, index)
                 : reflection->GetDouble(holder, field);
  }
}

void SetNumber(const FieldSlot& slot, double value) {
  if (!IsWhole(slot.field)) {
    StoreDouble(slot, value);
    return;
  }
  const int64_t whole = market::RoundNearest(value).micros;
  if (slot.field->cpp_type() == FieldDescriptor::CPPTYPE_INT64) {
    StoreSigned(slot, whole);
  } else {
    StoreUnsigned(slot, static_cast<uint64_t>(whole));
  }
}

}  // namespace souk::scenarios
