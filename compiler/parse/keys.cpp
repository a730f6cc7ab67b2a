#include "compiler/parse/keys.h"

#include <antlr4-runtime.h>

#include "TreatyLexer.h"
#include "compiler/parse/token_kinds.h"

namespace treaty::parse {
namespace {

using L = TreatyLexer;

/// A name, a keyword that could be one, or what begins as a number does.
bool is_word(size_t type) {
  return type == L::IDENT || (type > L::NULL_ && type < L::DOC) || (type >= L::DURATION && type <= L::BAD_UNIT);
}

bool ends_key(const Token& token) {
  return token.hidden || token.type == L::NEWLINE || token.type == L::COMMA || opens(token.type) ||
         closes(token.type);
}

/// Behind the words from `first` on that stand without a space between them.
size_t end_of_key(const std::vector<Token>& tokens, size_t first) {
  size_t end = first + 1;
  while (end < tokens.size() && !ends_key(tokens[end]) && tokens[end].span.begin == tokens[end - 1].span.end) {
    ++end;
  }
  return end;
}

}  // namespace

void report_key(source::Span key, diagnostics::Diagnostics& out) {
  auto& said = out.report(key, diagnostics::secret_unnamed);
  said.confidential = true;
  said.notes.emplace_back("if that is the key itself, replace it: it may have been read already");
}

void mend_keys(std::vector<Token>& tokens, diagnostics::Diagnostics& out) {
  std::vector<Token> mended;
  mended.reserve(tokens.size());
  for (size_t i = 0; i < tokens.size(); ++i) {
    Token word = tokens[i];
    const bool behind_secret = i > 0 && tokens[i - 1].type == L::K_SECRET;
    const size_t end = behind_secret && is_word(word.type) ? end_of_key(tokens, i) : i + 1;
    const bool is_name = end == i + 1 && (word.type == L::IDENT || word.type < L::DOC);
    if (behind_secret && is_word(word.type) && !is_name) {
      word = {L::IDENT, {word.span.file, word.span.begin, tokens[end - 1].span.end}, false, true};
      report_key(word.span, out);
      i = end - 1;
    }
    mended.push_back(word);
  }
  tokens = std::move(mended);
}

}  // namespace treaty::parse
