#include "compiler/parse/limits.h"

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

constexpr size_t longest_entry = 2000;
constexpr size_t most_branches = 40;  // of `if`s in one entry: what the parser looks ahead grows with each

}  // namespace

bool too_large(const std::vector<Token>& words, diagnostics::Diagnostics& out) {
  size_t depth = 0;
  size_t length = 0;
  size_t branches = 0;
  for (const Token& token : words) {
    if (token.hidden) {
      continue;
    }
    const bool part = token.type == TreatyLexer::COMMA || token.type == TreatyLexer::NEWLINE ||
                      token.type == TreatyLexer::END || token.type == TreatyLexer::LBRACE ||
                      token.type == TreatyLexer::RBRACE;
    length = part ? 0 : length + 1;
    branches = part ? 0 : branches + (token.type == TreatyLexer::IF);
    if (opens(token.type)) {
      ++depth;
    } else if (closes(token.type) && depth > 0) {
      --depth;
    }
    if (depth > deepest || branches > most_branches) {
      out.report(token.span, diagnostics::nested_too_deep);
      return true;
    }
    if (length > longest_entry) {
      out.report(token.span, diagnostics::entry_too_long);
      return true;
    }
  }
  return false;
}

}  // namespace treaty::parse
