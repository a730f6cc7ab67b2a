#pragma once

#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Answers brackets of the wrong kind, and braces that are left out or too many within a line, where another bracket
/// makes a statement of it. What only the lines around can show is left to them. Does nothing where every bracket has
/// its partner.
void mend_brackets(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
