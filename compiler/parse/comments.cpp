#include "compiler/parse/comments.h"

#include <algorithm>
#include <string>

#include <antlr4-runtime.h>

#include "TreatyLexer.h"

namespace treaty::parse {
namespace {

/// How long the mark is that begins a comment elsewhere; 0 for what begins none.
uint32_t mark_at(std::string_view text, const Token& token, bool first) {
  const std::string_view rest = text.substr(token.span.begin);
  if (token.type == TreatyLexer::STRAY && rest.starts_with('#')) {
    return static_cast<uint32_t>(std::min(rest.find_first_not_of('#'), rest.size()));
  }
  if (token.type == TreatyLexer::SLASH && rest.starts_with("/*")) {
    return 2;
  }
  return token.type == TreatyLexer::MINUS && first && rest.starts_with("-- ") ? 2 : 0;
}

/// Where `*/` stands, but for those between two `"` of a line: a comment does not end within a text.
std::vector<size_t> closers_of(const std::vector<Token>& tokens, std::string_view text) {
  std::vector<size_t> closers;
  auto token = tokens.begin();
  for (size_t at = text.find("*/"); at != std::string_view::npos; at = text.find("*/", at + 2)) {
    token = std::find_if(token, tokens.end(), [&](const Token& word) { return word.span.end > at; });
    if (token == tokens.end() || token->type != TreatyLexer::STRING || token->span.begin > at) {
      closers.push_back(at);
    }
  }
  return closers;
}

/// Where a comment ends that begins so: with its line, or where it is closed.
size_t end_of(std::string_view text, source::Span mark, const std::vector<size_t>& closers) {
  const auto close = std::ranges::lower_bound(closers, mark.end);
  if (close != closers.end() && text.substr(mark.begin).starts_with("/*")) {
    return *close + 2;
  }
  return std::min(text.find('\n', mark.end), text.size());
}

}  // namespace

void mend_comments(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out) {
  const std::vector<size_t> closers = closers_of(tokens, text);
  size_t end = 0;  // of the comment that is being left out
  bool first = true;
  std::erase_if(tokens, [&](const Token& token) {
    if (token.type == TreatyLexer::NEWLINE) {
      first = true;
      return false;
    }
    if (token.span.begin < end) {
      return true;
    }
    const uint32_t length = token.hidden ? 0 : mark_at(text, token, first);
    first = false;
    if (length == 0) {
      return false;
    }
    const source::Span mark{token.span.file, token.span.begin, token.span.begin + length};
    end = end_of(text, mark, closers);
    auto& said = out.report(mark, diagnostics::stray_character, std::string(text.substr(mark.begin, length)));
    said.notes.emplace_back("a comment begins with `//`");
    if (!text.substr(mark.begin).starts_with("/*")) {
      said.fixes.push_back({.span = mark, .replacement = "//", .certain = false});
    }
    return true;
  });
}

}  // namespace treaty::parse
