#include "scenarios/field_rules.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

#include "market/check.h"
#include "market/param.h"

namespace souk::scenarios {

using google::protobuf::FieldDescriptor;

namespace {

/// Upper bounds from here on only guard against nonsense: messages about
/// values that are too small leave them out.
constexpr double kNoNews = 1e9;

NumberRange TypeRange(const FieldDescriptor* field) {
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_UINT32:
      return {0, std::numeric_limits<uint32_t>::max()};
    case FieldDescriptor::CPPTYPE_UINT64:
      return {0, market::kInfinity};
    default:
      return {-market::kInfinity, market::kInfinity};
  }
}

}  // namespace

const Rule& RuleOf(const FieldDescriptor* field) {
  return field->options().GetExtension(rule);
}

std::string NumberText(double value) {
  std::array<char, 32> buffer;
  const bool plain = std::floor(value) == value && std::fabs(value) < 1e12;
  const auto end = plain ? std::to_chars(buffer.begin(), buffer.end(),
                                         static_cast<int64_t>(value))
                         : std::to_chars(buffer.begin(), buffer.end(), value);
  std::string text(buffer.data(), end.ptr);
  if (const size_t plus = text.find("e+"); plus != std::string::npos) {
    text.erase(plus + 1, 1);
  }
  return text;
}

NumberRange RangeOf(const FieldDescriptor* field) {
  NumberRange range = TypeRange(field);
  const Rule& stated = RuleOf(field);
  if (stated.has_min()) range.min = stated.min();
  if (stated.has_max()) range.max = stated.max();
  if (stated.has_above()) {
    range.min = stated.above();
    range.open_below = true;
  }
  return range;
}

bool Contains(const NumberRange& range, double value) {
  return (range.open_below ? value > range.min : value >= range.min) &&
         value <= range.max;
}

std::string RangeText(const NumberRange& range) {
  const bool low = range.min > -market::kInfinity;
  const bool high = range.max < market::kInfinity;
  const bool sanity = range.max >= kNoNews;
  const std::string above =
      (range.open_below ? "> " : ">= ") + NumberText(range.min);
  if (low && high && !range.open_below) {
    return "in [" + NumberText(range.min) + ", " + NumberText(range.max) + "]";
  }
  if (low && high && !sanity) return above + " and <= " + NumberText(range.max);
  if (low) return above;
  if (high) return "<= " + NumberText(range.max);
  return "any number";
}

bool IsWhole(const FieldDescriptor* field) {
  return field->cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
         field->cpp_type() == FieldDescriptor::CPPTYPE_UINT64 ||
         field->cpp_type() == FieldDescriptor::CPPTYPE_INT64;
}

bool IsNumber(const FieldDescriptor* field) {
  return IsWhole(field) || field->cpp_type() == FieldDescriptor::CPPTYPE_DOUBLE;
}

std::vector<std::string> EnumNames(
    const google::protobuf::EnumDescriptor* type) {
  std::vector<std::string> names;
  for (int i = 0; i < type->value_count(); ++i) {
    if (type->value(i)->number() != 0) names.push_back(type->value(i)->name());
  }
  return names;
}

std::vector<std::string> FieldNames(
    const google::protobuf::Descriptor* message) {
  std::vector<std::string> names;
  for (int i = 0; i < message->field_count(); ++i) {
    names.push_back(message->field(i)->name());
  }
  return names;
}

std::string Joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    text += (text.empty() ? "" : ", ") + name;
  }
  return text;
}

std::string DidYouMean(const std::string& word,
                       const std::vector<std::string>& candidates) {
  const std::string near = market::NearestSpelling(word, candidates);
  return near.empty() ? "" : "; did you mean '" + near + "'?";
}

}  // namespace souk::scenarios
