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

/// Whether the word at `i` stands where the name of a secret does: behind `secret`, which is no name there. What comes
/// before it is a way to sign in, the name of a header, or what the secret is called in its block.
bool is_named_secret(const std::vector<Token>& tokens, size_t i) {
  if (i < 2 || tokens[i - 1].type != L::K_SECRET || !is_word(tokens[i].type)) {
    return false;
  }
  const size_t before = tokens[i - 2].type;
  return before == L::STRING || (is_word(before) && before != L::K_CONTRACT);
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
    const bool named = is_named_secret(tokens, i);
    const size_t end = named ? end_of_key(tokens, i) : i + 1;
    const bool is_name = end == i + 1 && (word.type == L::IDENT || word.type < L::DOC);
    if (named && !is_name) {
      word = {L::IDENT, {word.span.file, word.span.begin, tokens[end - 1].span.end}, false, true};
      report_key(word.span, out);
      i = end - 1;
    }
    mended.push_back(word);
  }
  tokens = std::move(mended);
}

}  // namespace treaty::parse
