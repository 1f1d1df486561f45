// Words, numbers, strings and signs of a text, with their positions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/faults.h"

namespace souk::scenarios {

enum class TokenKind : uint8_t { kWord, kNumber, kString, kSign, kBad, kEnd };

struct Token {
  TokenKind kind = TokenKind::kEnd;
  std::string text;  ///< as written; kBad: what is wrong
  Position position;
};

/// Without comments; ends with one kEnd.
std::vector<Token> Tokenise(std::string_view text);

}  // namespace souk::scenarios
