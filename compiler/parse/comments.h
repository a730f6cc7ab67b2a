#pragma once

#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Answers comments that begin as in other languages (`#`, `--` on a line of its own, `/*`) with one message each,
/// and leaves them out.
void mend_comments(std::vector<Token>& tokens, std::string_view text, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
