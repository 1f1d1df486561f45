// Reads one written value into a field, or says what the field expects.
#pragma once

#include <google/protobuf/message.h>

#include <string>

#include "market/result.h"
#include "scenarios/text_syntax.h"

namespace souk::scenarios {

/// A singular field, or element `index` of a repeated one; kAppend adds one.
struct FieldSlot {
  static constexpr int kAppend = -1;

  google::protobuf::Message* holder = nullptr;
  const google::protobuf::FieldDescriptor* field = nullptr;
  int index = kAppend;
};

/// A number, text or enumeration value. The Error goes after the field's path:
/// " expects a whole number, found \"abc\"", " = -5, must be >= 0".
market::Result<void> SetValue(const FieldSlot& slot, const SyntaxValue& value);

/// The value of a scalar slot as it stands in a file.
std::string ValueText(const google::protobuf::Message& holder,
                      const google::protobuf::FieldDescriptor* field,
                      int index);

/// "a whole number", "text in quotes", "one of BRAND, STORE", "{ ... }".
std::string Expectation(const google::protobuf::FieldDescriptor* field);

/// A number as a double.
double NumberOf(const google::protobuf::Message& holder,
                const google::protobuf::FieldDescriptor* field, int index);
/// Whole numbers are rounded to the nearest.
void SetNumber(const FieldSlot& slot, double value);

}  // namespace souk::scenarios
