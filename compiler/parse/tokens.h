#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace treaty::parse {

/// A word of the contract. `type` is the lexer's token type.
struct Token {
  size_t type = 0;
  source::Span span;
  bool hidden = false;    ///< a comment; spaces are not kept
  bool reported = false;  ///< a slip that was answered already: nothing more is said of it
};

/// What stands in a text's quotes, whichever were used; an open text ends where it is cut off.
source::Span between_quotes(std::string_view text, source::Span span);

/// The words of a file, comments and newlines included. Nothing is reported.
std::vector<Token> lex(std::string_view text, source::FileId file);

/// Answers common slips (`=>`, `&&`, curly quotes, `5sec`, an open string, a stray character) with one message and a
/// fix each, and puts in their place what was meant, so that the parser has nothing more to say about them.
void mend_slips(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
