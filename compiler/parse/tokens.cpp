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
        return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written), "->", TreatyLexer::FORWARD);
      case TreatyLexer::DOUBLE_AND:
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "and"), "and", TreatyLexer::AND);
      case TreatyLexer::DOUBLE_OR:
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "or"), "or", TreatyLexer::OR);
      case TreatyLexer::CURLY_STRING:
      case TreatyLexer::SINGLE_STRING:
        return replace(token, out_.report(token.span, diagnostics::wrong_quotes, written), "\"" + between_quotes(written) + "\"",
                       TreatyLexer::STRING);
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

  /// What stands between whatever quotes were used.
  static std::string between_quotes(const std::string& written) {
    const auto is_quote = [&](size_t at, size_t length) {
      const std::string_view part = std::string_view(written).substr(at, length);
      return part == "\xE2\x80\x9C" || part == "\xE2\x80\x9D" || part == "\xE2\x80\x9E" || part == "\"" || part == "'";
    };
    const size_t begin = is_quote(0, 3) ? 3 : 1;
    size_t end = written.size();
    if (end >= begin + 3 && is_quote(end - 3, 3)) {
      end -= 3;
    } else if (end > begin && is_quote(end - 1, 1)) {
      end -= 1;
    }
    return written.substr(begin, end - begin);
  }

  std::string_view text_;
  diagnostics::Diagnostics& out_;
};

}  // namespace

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
