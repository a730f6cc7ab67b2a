#include "compiler/parse/tokens.h"

#include <algorithm>
#include <array>
#include <span>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/lines.h"
#include "compiler/parse/token_kinds.h"
#include "compiler/parse/utf8.h"

namespace treaty::parse {
namespace {

constexpr size_t curly = 3;  // bytes of a curly quote

class Mender {
 public:
  Mender(std::string_view text, diagnostics::Diagnostics& out) : text_(text), out_(out) {}

  void begin_line(std::span<const Token> words) {
    const auto has = [&](std::initializer_list<size_t> types) {
      return std::ranges::any_of(
          words, [&](const Token& word) { return std::ranges::find(types, word.type) != types.end(); });
    };
    using L = TreatyLexer;
    line_ = words;
    in_condition_ = has({L::K_WHERE, L::K_WHEN, L::IF, L::AND, L::OR, L::NOT, L::DOUBLE_AND});
    has_arrow_ = has({L::FORWARD, L::BACKWARD, L::BOTH, L::FAT_ARROW, L::BACK_ARROW, L::BOTH_ARROW});
    has_arms_ = has({L::K_PICKLIST});
    has_apostrophe_ = std::ranges::any_of(words, [&](const Token& word) { return is_apostrophe(word); });
  }

  /// False when the token is to be dropped.
  bool mend(Token& token) {
    const std::string written(text_.substr(token.span.begin, token.span.end - token.span.begin));
    switch (token.type) {
      case TreatyLexer::FAT_ARROW:
        if (written == "=>" && is_compared(token)) {
          auto& said = out_.report(token.span, diagnostics::operator_is_a_word, written, ">=");
          return replace(token, said, {.text = ">=", .type = TreatyLexer::GEQ, .certain = false});
        }
        return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written),
                       {.text = "->", .type = TreatyLexer::FORWARD, .certain = written != "=>"});  // or `>=`
      case TreatyLexer::BACK_ARROW:
        return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written),
                       {.text = "<-", .type = TreatyLexer::BACKWARD});
      case TreatyLexer::BOTH_ARROW:
        return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written),
                       {.text = "<->", .type = TreatyLexer::BOTH, .certain = written != "<=>"});  // or `==`
      case TreatyLexer::LESS_GREATER:
        return less_greater(token, written);
      case TreatyLexer::DOUBLE_AND:
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "and"),
                       {.text = apart(token.span, "and"), .type = TreatyLexer::AND});
      case TreatyLexer::DOUBLE_OR:
        if (joins_steps(token)) {
          auto& said = out_.report(token.span, diagnostics::not_understood, written,
                                   "write `|` before a step, `??` before the value for when there is none; "
                                   "`or` joins conditions");
          return replace(token, said, {.text = "|", .type = TreatyLexer::PIPE, .certain = false});
        }
        return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "or"),
                       {.text = apart(token.span, "or"), .type = TreatyLexer::OR});
      case TreatyLexer::CURLY_STRING:
      case TreatyLexer::SINGLE_STRING:
        return requote(token);
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
  /// Whether an operator stands where two values are compared: in a line that goes on with a condition, or between
  /// `if` and `then`. A line may also begin with a field of such a name.
  bool is_compared(const Token& token) const {
    using L = TreatyLexer;
    constexpr size_t farthest = 200;
    const size_t here = static_cast<size_t>(&token - line_.data()), first = line_.front().type;
    if (first == L::K_WHERE && line_.size() > 1) {
      constexpr std::array field = {L::PIPE, L::DOT, L::COALESCE, L::ASSIGN};  // that is called so
      return here > 1 && std::ranges::find(field, line_[1].type) == field.end();
    }
    if (first == L::AND || first == L::OR) {
      return here > 1;
    }
    for (size_t i = here; i-- > 0 && here - i <= farthest && line_[i].type != L::THEN;) {
      if (line_[i].type == L::IF) {
        return true;
      }
    }
    return false;
  }

  /// Whether `||` stands between steps: no condition begins before it, and nothing is compared within its brackets.
  bool joins_steps(const Token& token) const {
    using L = TreatyLexer;
    constexpr size_t farthest = 200;  // either way; what stands farther off does not decide
    const size_t here = static_cast<size_t>(&token - line_.data());
    const auto compares = [](size_t type) {
      return (type >= L::EQUAL && type <= L::GREATER) || type == L::IN || type == L::AND || type == L::OR ||
             type == L::NOT || type == L::DOUBLE_AND;
    };
    int depth = 0;
    for (size_t i = here; i-- > 0 && depth >= 0 && here - i <= farthest;) {
      const size_t type = line_[i].type;
      depth += closes(type) ? 1 : opens(type) ? -1 : 0;
      if (type == L::K_WHERE || type == L::K_WHEN || type == L::IF || (depth == 0 && compares(type))) {
        return false;
      }
    }
    depth = 0;
    for (size_t i = here + 1; i < line_.size() && depth >= 0 && i - here <= farthest; ++i) {
      const size_t type = line_[i].type;
      depth += opens(type) ? 1 : closes(type) ? -1 : 0;
      if (depth == 0 && compares(type)) {
        return false;
      }
    }
    return here > 0 || has_arrow_;
  }

  /// Not equal, where a condition stands; an arrow anywhere else.
  bool less_greater(Token& token, const std::string& written) {
    if (in_condition_ || (has_arrow_ && !has_arms_)) {
      return replace(token, out_.report(token.span, diagnostics::operator_is_a_word, written, "!="),
                     {.text = "!=", .type = TreatyLexer::NOTEQUAL});
    }
    return replace(token, out_.report(token.span, diagnostics::not_an_arrow, written),
                   {.text = "<->", .type = TreatyLexer::BOTH});
  }

  /// What a word was meant to be.
  struct Meant {
    std::string text;
    size_t type = 0;
    bool certain = true;
  };
  static bool replace(Token& token, diagnostics::Diagnostic& said, Meant meant) {
    said.fixes.push_back({.span = token.span, .replacement = std::move(meant.text), .certain = meant.certain});
    return keep(token, meant.type);
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
    certain = certain && is_closed(token) &&
              (says_texts() || !is_name(text_.substr(inner.begin, inner.end - inner.begin))) &&
              !(token.type == TreatyLexer::SINGLE_STRING && has_apostrophe_);
    auto& said = out_.report(token.span, diagnostics::wrong_quotes, written(token));
    said.fixes.push_back({.span = token.span, .replacement = replacement + "\"", .certain = certain});
    return keep(token, TreatyLexer::STRING);
  }

  /// What is in quotes may have been meant as a field, a property, a step or a word of the language.
  static bool is_name(std::string_view inner) {
    return !inner.empty() && std::ranges::all_of(inner, [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-' || c == '>' || c == '<';
    });
  }
  /// Whether what stands in quotes on the line can only be a text: a title, a place, a zone.
  [[nodiscard]] bool says_texts() const {
    using L = TreatyLexer;
    constexpr std::array heads = {L::K_CONTRACT, L::K_SYSTEM, L::K_PARTY,  L::K_PENDING, L::K_EXISTING,
                                  L::K_USECASE,  L::K_IMPORT, L::K_SCHEMA, L::K_BASE,    L::K_ZONE,
                                  L::K_VERSION,  L::K_QUERY,  L::K_HEADER};
    return !has_arrow_ && std::ranges::find(heads, line_.front().type) != heads.end();
  }
  /// A curly quote that nothing closes takes the rest of the line with it.
  [[nodiscard]] bool is_closed(const Token& token) const {
    const std::string behind_first =
        written(token).substr(std::min<size_t>(curly, token.span.end - token.span.begin));
    return token.type == TreatyLexer::SINGLE_STRING || behind_first.ends_with('"') ||
           behind_first.ends_with("\xE2\x80\x9C") || behind_first.ends_with("\xE2\x80\x9D");
  }
  /// Whether a single quote stands within a word, or beside a backslash or another: then nobody knows which of those
  /// of the line belong together.
  [[nodiscard]] bool is_apostrophe(const Token& word) const {
    const auto is_letter = [&](size_t at) {
      return at < text_.size() && std::isalnum(static_cast<unsigned char>(text_[at])) != 0;
    };
    if (word.type != TreatyLexer::SINGLE_STRING &&
        !(word.type == TreatyLexer::STRAY && text_[word.span.begin] == '\'')) {
      return false;
    }
    const auto is_odd = [&](size_t at) {
      const bool within = at > 0 && is_letter(at - 1) && is_letter(at + 1);
      return within || (at > 0 && text_[at - 1] == '\\') || (at + 1 < text_.size() && text_[at + 1] == '\'');
    };
    return is_odd(word.span.begin) || is_odd(word.span.end - 1);
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
  std::span<const Token> line_;
  bool in_condition_ = false;  // what the line has
  bool has_arrow_ = false;
  bool has_arms_ = false;
  bool has_apostrophe_ = false;
};

/// A quote that nothing closes takes the rest of its line with it, but for the `{` of a block: without that the block
/// would be missed too.
void give_back_brace(std::vector<Token>& tokens, std::string_view text) {
  source::Span& span = tokens.back().span;
  const auto written = text.substr(span.begin, span.end - span.begin);
  const size_t last = written.find_last_not_of(" \t");
  const size_t before =
      last == std::string_view::npos || last == 0 ? last : written.find_last_not_of(" \t", last - 1);
  if (before == std::string_view::npos || written[last] != '{' || before + 1 == last) {
    return;
  }
  const auto brace = static_cast<uint32_t>(span.begin + last);
  span.end = static_cast<uint32_t>(span.begin + before + 1);
  tokens.push_back({TreatyLexer::LBRACE, {span.file, brace, brace + 1}, false});
}

}  // namespace

source::Span between_quotes(std::string_view text, source::Span span) {
  const auto quote_at = [&](uint32_t at) -> uint32_t {  // how long it is
    const std::string_view rest = text.substr(at, span.end - at);
    const bool is_curly = rest.starts_with("\xE2\x80\x9C") || rest.starts_with("\xE2\x80\x9D") ||
                       rest.starts_with("\xE2\x80\x9E") || rest.starts_with("\xE2\x80\x98") ||
                       rest.starts_with("\xE2\x80\x99");
    return is_curly ? curly : rest.starts_with('"') || rest.starts_with('\'') ? 1 : 0;
  };
  source::Span inner = span;
  inner.begin += quote_at(span.begin);
  const bool begins_curly = inner.begin - span.begin == curly;
  for (const uint32_t length : {3U, 1U}) {
    if (begins_curly && text[span.end - 1] == '\'') {
      break;  // a letter of a text that nothing closes
    }
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
    if (token->getType() == TreatyLexer::CURLY_STRING || token->getType() == TreatyLexer::OPEN_QUOTED) {
      give_back_brace(tokens, text);
    }
  }
  return tokens;
}

void mend_slips(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out) {
  Mender mender(text, out);
  std::vector<Token> kept;
  kept.reserve(tokens.size());
  for (const Line line : lines_of(tokens)) {
    const std::span<Token> words(tokens.begin() + static_cast<ptrdiff_t>(line.begin), line.end - line.begin);
    mender.begin_line(words);
    std::ranges::copy_if(words, std::back_inserter(kept),
                         [&](Token& token) { return token.hidden || mender.mend(token); });
    if (line.end < tokens.size()) {
      kept.push_back(tokens[line.end]);
    }
  }
  tokens = std::move(kept);
}

}  // namespace treaty::parse
