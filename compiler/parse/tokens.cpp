#include "compiler/parse/tokens.h"

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/utf8.h"

namespace treaty::parse {
namespace {

using diagnostics::Fix;

class Mender {
 public:
  Mender(std::string_view text, diagnostics::Diagnostics& out) : text_(text), out_(out) {}

  /// False when the token is to be dropped.
  bool mend(Token& token) {
    const std::string written(text_.substr(token.span.begin, token.span.end - token.span.begin));
    switch (token.type) {
      case TreatyLexer::FAT_ARROW:
        return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written), "->",
                       TreatyLexer::FORWARD);
      case TreatyLexer::DOUBLE_AND:
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "and"),
                       apart(token.span, "and"), TreatyLexer::AND);
      case TreatyLexer::DOUBLE_OR:
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "or"),
                       apart(token.span, "or"), TreatyLexer::OR);
      case TreatyLexer::CURLY_STRING:
      case TreatyLexer::SINGLE_STRING:
        return requote(token);
      case TreatyLexer::OPEN_STRING:
        out_.report(token.span, diagnostics::open_string);
        return keep(token, TreatyLexer::STRING);
      case TreatyLexer::OPEN_QUOTED:
        out_.report(token.span, diagnostics::open_quoted_name);
        return keep(token, TreatyLexer::QUOTED);
      case TreatyLexer::BAD_UNIT:
        out_.report(token.span, diagnostics::unknown_unit, written);
        return keep(token, TreatyLexer::DURATION);
      case TreatyLexer::STRAY:
        out_.report(token.span, diagnostics::stray_character, written);
        return false;
      default:
        return true;
    }
  }

 private:
  static bool replace(Token& token, diagnostics::Diagnostic& diagnostic, std::string replacement, size_t type) {
    diagnostic.fixes.push_back({token.span, std::move(replacement)});
    return keep(token, type);
  }

  static bool keep(Token& token, size_t type) {
    token.type = type;
    token.reported = true;
    return true;
  }

  /// In the quotes of the language, so that it means what it says in its own.
  bool requote(Token& token) {
    const source::Span inner = between_quotes(text_, token.span);
    std::string replacement = "\"";
    bool certain = token.span.end >= text_.size() || !is_quote(token.span.end);  // `'it''s'` is two texts, or one
    for (uint32_t at = inner.begin; at < inner.end; ++at) {
      certain = certain && text_[at] != '\\';  // a letter of its own, or the beginning of an escape
      replacement += text_[at] == '"' || text_[at] == '\\' ? std::string{'\\', text_[at]} : std::string(1, text_[at]);
    }
    auto& said = out_.report(token.span, diagnostics::wrong_quotes, written(token));
    said.fixes.push_back({.span = token.span, .replacement = replacement + "\"", .certain = certain});
    return keep(token, TreatyLexer::STRING);
  }

  [[nodiscard]] bool is_quote(size_t at) const { return text_[at] == '"' || text_[at] == '\''; }
  [[nodiscard]] std::string written(const Token& token) const {
    return std::string(text_.substr(token.span.begin, token.span.end - token.span.begin));
  }
  /// A word in place of a sign needs room on both sides.
  [[nodiscard]] std::string apart(source::Span span, std::string word) const {
    const auto is_word = [&](size_t at) {
      return at < text_.size() &&
             (std::isalnum(static_cast<unsigned char>(text_[at])) != 0 || text_[at] == '_' || text_[at] == '"');
    };
    return (span.begin > 0 && is_word(span.begin - 1) ? " " : "") + std::move(word) + (is_word(span.end) ? " " : "");
  }

  std::string_view text_;
  diagnostics::Diagnostics& out_;
};

}  // namespace

source::Span between_quotes(std::string_view text, source::Span span) {
  const auto quote_at = [&](uint32_t at) -> uint32_t {  // how long it is
    const std::string_view rest = text.substr(at, span.end - at);
    const bool curly = rest.starts_with("\xE2\x80\x9C") || rest.starts_with("\xE2\x80\x9D") ||
                       rest.starts_with("\xE2\x80\x9E") || rest.starts_with("\xE2\x80\x98") ||
                       rest.starts_with("\xE2\x80\x99");
    return curly ? 3 : rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
  };
  source::Span inner = span;
  inner.begin += quote_at(span.begin);
  for (const uint32_t length : {3U, 1U}) {
    if (inner.end == span.end && span.end >= inner.begin + length && quote_at(span.end - length) == length) {
      inner.end -= length;
    }
  }
  return inner;
}

std::vector<Token> lex(std::string_view text, source::FileId file) {
  antlr4::ANTLRInputStream input{std::string(text)};
  TreatyLexer lexer(&input);
  lexer.removeErrorListeners();
  const std::vector<uint32_t> offsets = code_point_offsets(text);
  std::vector<Token> tokens;
  for (auto token = lexer.nextToken(); token->getType() != antlr4::Token::EOF; token = lexer.nextToken()) {
    if (token->getChannel() == antlr4::Token::HIDDEN_CHANNEL) {
      continue;
    }
    const source::Span span{file, offsets[token->getStartIndex()], offsets[token->getStopIndex() + 1]};
    tokens.push_back({token->getType(), span, token->getChannel() != antlr4::Token::DEFAULT_CHANNEL});
  }
  return tokens;
}

void mend_slips(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out) {
  Mender mender(text, out);
  std::erase_if(tokens, [&](Token& token) { return !token.hidden && !mender.mend(token); });
}

}  // namespace treaty::parse
