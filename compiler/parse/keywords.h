#pragma once

#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/tokens.h"

namespace treaty::parse {

/// Answers misspelt words at the beginning of entries, where every entry begins with a keyword, and puts the nearest
/// keyword in their place: a `mpa` is read as a map, so that what refers to it has nothing to complain of. `words`
/// are whole statements.
void mend_keywords(std::vector<Token>& words, std::string_view text, diagnostics::Diagnostics& out);

}  // namespace treaty::parse
