#include "scenarios/tokens.h"

#include <cctype>

namespace souk::scenarios {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool IsBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' ||
         c == '\v';
}

class Tokeniser {
 public:
  explicit Tokeniser(std::string_view text) : text_(text) {
    if (text_.starts_with("\xef\xbb\xbf")) at_ = line_begin_ = 3;
  }

  std::vector<Token> Run() {
    std::vector<Token> tokens;
    do {
      tokens.push_back(Next());
    } while (tokens.back().kind != TokenKind::kEnd);
    return tokens;
  }

 private:
  char Peek(size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  Position Here() const {
    return {line_, static_cast<uint32_t>(at_ - line_begin_ + 1)};
  }
  void Advance() {
    if (text_[at_++] != '\n') return;
    ++line_;
    line_begin_ = at_;
  }
  void SkipBlanks() {
    while (at_ < text_.size() && (IsBlank(Peek()) || Peek() == '#')) {
      if (Peek() == '#') {
        while (at_ < text_.size() && Peek() != '\n') Advance();
      } else {
        Advance();
      }
    }
  }

  Token Next() {
    SkipBlanks();
    const Position position = Here();
    if (at_ == text_.size()) return {TokenKind::kEnd, "", position};
    Token token = Read();
    token.position = position;
    return token;
  }

  Token Read() {
    const char c = Peek();
    if (c == '"' || c == '\'') return String(c);
    if (IsLetter(c)) return {TokenKind::kWord, Word(), {}};
    if (IsDigit(c) || (c == '.' && IsDigit(Peek(1)))) {
      return {TokenKind::kNumber, Number(), {}};
    }
    if (c == '-') return Negative();
    Advance();
    if (std::string_view("{}<>[]:,;./").find(c) != std::string_view::npos) {
      return {TokenKind::kSign, std::string(1, c), {}};
    }
    return {TokenKind::kBad, Unexpected(c), {}};
  }

  static std::string Unexpected(char c) {
    if (c > ' ' && c < '\x7f') {
      return std::string("unexpected character '") + c + "'";
    }
    return "unexpected byte " + std::to_string(static_cast<unsigned char>(c)) +
           "; names are plain letters, text stands in quotes";
  }

  std::string Word() {
    const size_t begin = at_;
    while (IsLetter(Peek()) || IsDigit(Peek())) Advance();
    return std::string(text_.substr(begin, at_ - begin));
  }

  /// Everything that hangs together with a digit, right or wrong.
  std::string Number() {
    const size_t begin = at_;
    const bool hex = Peek() == '0' && (Peek(1) == 'x' || Peek(1) == 'X');
    while (IsLetter(Peek()) || IsDigit(Peek()) || Peek() == '.' ||
           ((Peek() == '+' || Peek() == '-') && !hex &&
            (text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E'))) {
      Advance();
    }
    return std::string(text_.substr(begin, at_ - begin));
  }

  Token Negative() {
    Advance();
    SkipBlanks();
    if (IsDigit(Peek()) || Peek() == '.') {
      return {TokenKind::kNumber, '-' + Number(), {}};
    }
    if (IsLetter(Peek())) return {TokenKind::kNumber, '-' + Word(), {}};
    return {TokenKind::kBad, "a number must follow '-'", {}};
  }

  Token String(char quote) {
    const size_t begin = at_;
    bool escapes_known = true;
    Advance();
    while (Peek() != quote && Peek() != '\n' && Peek() != '\0') {
      if (Peek() == '\\') {
        escapes_known = escapes_known && KnownEscape();
        if (Peek(1) != '\n' && at_ + 1 < text_.size()) Advance();
      }
      Advance();
    }
    if (Peek() != quote) {
      return {TokenKind::kBad, "text without a closing quote", {}};
    }
    Advance();
    if (!escapes_known) {
      return {TokenKind::kBad,
              "unknown escape in text; a backslash is written \\\\",
              {}};
    }
    return {
        TokenKind::kString, std::string(text_.substr(begin, at_ - begin)), {}};
  }

  /// One of those that C knows, at the backslash.
  bool KnownEscape() const {
    const char c = Peek(1);
    if (c == 'x' || c == 'X') return HexDigits(2, 1);
    if (c == 'u') return HexDigits(2, 4);
    if (c == 'U') return HexDigits(2, 8);
    return c != '\0' && std::string_view("abfnrtv\\?'\"01234567").find(c) !=
                            std::string_view::npos;
  }
  bool HexDigits(size_t ahead, size_t count) const {
    for (size_t i = ahead; i < ahead + count; ++i) {
      if (!std::isxdigit(static_cast<unsigned char>(Peek(i)))) return false;
    }
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  size_t line_begin_ = 0;
  uint32_t line_ = 1;
};

}  // namespace

std::vector<Token> Tokenise(std::string_view text) {
  return Tokeniser(text).Run();
}

}  // namespace souk::scenarios
