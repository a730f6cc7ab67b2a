#pragma once

#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// A `}` that closes nothing, and from where on the lines stand that it may have been meant to close.
struct StrayBrace {
  source::Span span;
  uint32_t from = 0;
};
struct Statements {
  std::vector<Token> words;
  std::vector<StrayBrace> strays;  ///< not reported yet: what was said of the lines before may be all there is to say
  bool cut_off = false;            ///< blocks were open at the end
};

/// Decides which newlines end a statement: those that do become END, all others and the comments go. Also makes an
/// END before `}` and at the end of the file, so that every statement is `entry END`; opens and closes blocks where a
/// brace is missing and layout or a declaration at the line's beginning shows the place; and ends with nothing at
/// all, after reporting, when a file goes deeper or longer than it may.
Statements statements(const std::vector<Token>& tokens, const source::File& file, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
