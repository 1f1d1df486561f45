// Protobuf text format as a tree of names and values with their positions,
// before anybody asks whether the names exist. It reads what
// google::protobuf::TextFormat reads (tests compare the two), but goes on
// after a fault, and its positions point at names and values themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults.h"

namespace souk::scenarios {

struct SyntaxField;

enum class ValueKind : uint8_t { kWord, kNumber, kString, kMessage };

struct SyntaxValue {
  ValueKind kind = ValueKind::kWord;
  std::string text;  ///< as written; strings without quotes and escapes
  Position position;
  std::vector<SyntaxField> fields;  ///< of a message
};

struct SyntaxField {
  std::string name;
  Position position;
  bool list = false;  ///< [a, b]
  std::vector<SyntaxValue> values;
};

struct SyntaxFault {
  Position position;
  std::string sentence;
};

struct SyntaxTree {
  std::vector<SyntaxField> fields;
  std::vector<SyntaxFault> faults;
  /// Braces do not match: what follows the fault means nothing.
  bool broken = false;
};

SyntaxTree ParseSyntax(std::string_view text);

}  // namespace souk::scenarios
