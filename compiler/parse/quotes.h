#pragma once

#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Answers a line with a quote too few or too many with one message, and reads it as it was probably meant: where one
/// quote more makes a statement of it, with that quote. Nothing else is said of the words of such a line.
void mend_quotes(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
