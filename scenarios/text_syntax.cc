#include "scenarios/text_syntax.h"

#include <google/protobuf/io/tokenizer.h>

#include <algorithm>
#include <optional>

#include "scenarios/tokens.h"

namespace souk::scenarios {
namespace {

constexpr int kDeepest = 50;
constexpr size_t kMostFaults = 50;

std::string Found(const Token& token) {
  switch (token.kind) {
    case TokenKind::kEnd:
      return "the end of the file";
    case TokenKind::kString:
      return token.text;
    default:
      return "'" + token.text + "'";
  }
}

class SyntaxParser {
 public:
  explicit SyntaxParser(std::string_view text) : tokens_(Tokenise(text)) {}

  SyntaxTree Run() {
    tree_.fields = Fields(nullptr);
    return std::move(tree_);
  }

 private:
  const Token& Now() const { return tokens_[at_]; }
  const Token& Ahead() const {
    return tokens_[std::min(at_ + 1, tokens_.size() - 1)];
  }
  bool AtEnd() const { return Now().kind == TokenKind::kEnd; }
  bool IsSign(const Token& token, char sign) const {
    return token.kind == TokenKind::kSign && token.text[0] == sign;
  }
  bool Take(char sign) {
    if (!IsSign(Now(), sign)) return false;
    ++at_;
    return true;
  }
  void Fault(Position position, const std::string& sentence) {
    tree_.faults.push_back({position, sentence});
    if (tree_.faults.size() >= kMostFaults) GiveUp();
  }
  void GiveUp() {
    tree_.broken = true;
    at_ = tokens_.size() - 1;
  }
  /// Goes on with what starts on a later line, or closes a message.
  void SkipLine(const Token& bad) {
    const uint32_t line = bad.position.line;
    while (!AtEnd() && Now().position.line == line && !AtClose()) ++at_;
  }
  bool AtClose() const { return IsSign(Now(), '}') || IsSign(Now(), '>'); }
  void Unexpected(const std::string& wanted) {
    const Token bad = Now();
    Fault(bad.position, bad.kind == TokenKind::kBad
                            ? bad.text
                            : "expected " + wanted + ", found " + Found(bad));
    SkipLine(bad);
  }

  /// Up to the end of the message opened by `open` (nullptr: of the file).
  std::vector<SyntaxField> Fields(const Token* open) {
    std::vector<SyntaxField> fields;
    while (!AtEnd()) {
      if (AtClose()) {
        if (Closes(open)) return fields;
        continue;
      }
      if (Now().kind == TokenKind::kWord) {
        if (auto field = Field()) fields.push_back(std::move(*field));
      } else {
        Unexpected("the name of a field");
      }
    }
    if (open && !tree_.broken) {
      Fault(open->position, "'" + open->text + "' is never closed");
      GiveUp();
    }
    return fields;
  }

  bool Closes(const Token* open) {
    const Token close = Now();
    ++at_;
    if (open && IsSign(close, open->text == "{" ? '}' : '>')) return true;
    Fault(close.position, open ? "'" + open->text + "' of line " +
                                     std::to_string(open->position.line) +
                                     " is closed by '" + close.text + "'"
                               : "'" + close.text + "' closes nothing");
    if (!open) GiveUp();
    return open != nullptr;
  }

  std::optional<SyntaxField> Field() {
    SyntaxField field{Now().text, Now().position, false, {}};
    ++at_;
    const bool colon = Take(':');
    if (IsSign(Now(), '[') && (colon || IsSign(Ahead(), '{'))) {
      field.list = true;
      if (!List(field)) return std::nullopt;
    } else if (!colon && !IsSign(Now(), '{') && !IsSign(Now(), '<')) {
      Unexpected("':' or '{' after '" + field.name + "'");
      return std::nullopt;
    } else if (!Value(field)) {
      return std::nullopt;
    }
    if (!Take(',')) Take(';');
    return field;
  }

  bool List(SyntaxField& field) {
    const Token open = Now();
    ++at_;
    if (Take(']')) return true;
    while (true) {
      if (!Value(field)) return false;
      if (Take(']')) return true;
      if (!Take(',')) {
        Unexpected("',' or ']' in the list of '" + field.name + "'");
        return false;
      }
    }
  }

  bool NextFieldBegins(const SyntaxField& field) const {
    return Now().kind == TokenKind::kWord &&
           Now().position.line > field.position.line &&
           (IsSign(Ahead(), ':') || IsSign(Ahead(), '{'));
  }

  bool Value(SyntaxField& field) {
    if (NextFieldBegins(field)) {
      Fault(field.position, "'" + field.name + "' has no value");
      return false;
    }
    SyntaxValue value;
    value.position = Now().position;
    value.text = Now().text;
    switch (Now().kind) {
      case TokenKind::kWord:
        value.kind = ValueKind::kWord;
        ++at_;
        break;
      case TokenKind::kNumber:
        value.kind = ValueKind::kNumber;
        ++at_;
        break;
      case TokenKind::kString:
        value.kind = ValueKind::kString;
        value.text = Strings();
        break;
      default:
        if (!IsSign(Now(), '{') && !IsSign(Now(), '<')) {
          Unexpected("a value for '" + field.name + "'");
          return false;
        }
        Message(value);
        value.position = field.position;
    }
    field.values.push_back(std::move(value));
    return true;
  }

  /// Adjacent texts are one, as in C.
  std::string Strings() {
    std::string joined;
    for (; Now().kind == TokenKind::kString; ++at_) {
      google::protobuf::io::Tokenizer::ParseStringAppend(Now().text, &joined);
    }
    return joined;
  }

  void Message(SyntaxValue& value) {
    const Token open = Now();
    value.kind = ValueKind::kMessage;
    ++at_;
    if (++depth_ > kDeepest) {
      Fault(open.position, "messages are nested too deep");
      GiveUp();
    } else {
      value.fields = Fields(&open);
    }
    --depth_;
  }

  std::vector<Token> tokens_;
  size_t at_ = 0;
  int depth_ = 0;
  SyntaxTree tree_;
};

}  // namespace

SyntaxTree ParseSyntax(std::string_view text) {
  return SyntaxParser(text).Run();
}

}  // namespace souk::scenarios
